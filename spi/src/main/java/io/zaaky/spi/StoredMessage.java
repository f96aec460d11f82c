package io.zaaky.spi;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A message of a conversation.
 *
 * @param id unique everywhere; at most 64 characters
 * @param role {@link Role#USER} or {@link Role#ASSISTANT}
 * @param content what was said so far; any Unicode but U+0000
 * @param state where it stands
 * @param createdAt when it was made; kept to the millisecond
 * @param metadata what is known about an answer; {@link Metadata#NONE} for a visitor's message
 */
public record StoredMessage(
        String id,
        Role role,
        String content,
        MessageState state,
        Instant createdAt,
        Metadata metadata) {

    /**
     * What is known about an answer.
     *
     * @param sources what it rests on
     * @param contextQuality how well
     * @param usage tokens spent
     * @param provider the provider that answered; empty if none did
     * @param model its model; empty if none
     * @param errorCode the code that the visitor was told; empty if it ended well
     * @param lookup the search for it; empty while it is under way, and for one that was stored
     *     before this was kept
     * @param timing how long it took
     */
    public record Metadata(
            List<Source> sources,
            ContextQuality contextQuality,
            Usage usage,
            String provider,
            String model,
            String errorCode,
            Optional<Lookup> lookup,
            Timing timing) {

        public static final Metadata NONE =
                new Metadata(
                        List.of(),
                        ContextQuality.NONE,
                        Usage.NONE,
                        "",
                        "",
                        "",
                        Optional.empty(),
                        Timing.NONE);

        public Metadata {
            sources = List.copyOf(sources);
        }
    }
}
