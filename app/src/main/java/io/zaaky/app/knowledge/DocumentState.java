package io.zaaky.app.knowledge;

import java.time.Instant;
import java.util.Optional;

/**
 * A document as an administrator sees it.
 *
 * @param url where a visitor can read it; empty if nowhere
 * @param state of its newest version
 * @param reason why it failed, or what it waits for; a sentence, empty if there is nothing to say
 * @param chunks of the version that answers use; 0 if there is none
 * @param hash of that version; empty if there is none
 * @param bytes its size at its source; 0 if unknown
 * @param updatedAt when its newest version arrived; empty if none was ever accepted
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

    /** The progress of its newest version. */
    public enum State {
        PENDING,
        INDEXED,
        FAILED
    }
}
