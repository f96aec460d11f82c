package io.zaaky.app.knowledge;

import java.time.Instant;
import java.util.Optional;

/**
 * A document as an administrator sees it.
 *
 * @param url where a visitor can read it; empty if nowhere
 * @param state of its newest version
 * @param reason why it failed, or what it waits for; a sentence, empty if there is nothing to say
 * @param chunks of the version that questions see; 0 if there is none
 * @param hash of that version; empty if there is none
 * @param bytes how large it is where it comes from; 0 if that is not known
 * @param updatedAt when its newest version came; empty if none was ever taken
 */
public record DocumentState(
        String id,
        String title,
        String url,
        State state,
        String reason,
        int chunks,
        String hash,
        long bytes,
        Optional<Instant> updatedAt) {

    /** How far its newest version is. */
    public enum State {
        PENDING,
        INDEXED,
        FAILED
    }
}
