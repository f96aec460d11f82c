package io.zaaky.spi;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A message of a conversation.
 *
 * @param id unique everywhere; at most 64 characters
 * @param role {@link Role#USER} or {@link Role#ASSISTANT}
 * @param content the text so far; any Unicode except U+0000
 * @param state its state
 * @param createdAt when it was created; kept to the millisecond
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
     * @param sources the passages that the answer is based on
     * @param contextQuality how well the documents support it
     * @param usage the tokens used
     * @param provider the provider that answered; empty if none did
     * @param model its model; empty if none
     * @param errorCode the error code sent to the visitor; empty if the answer ended well
     * @param lookup the search for it; empty while the answer is in progress, and for an answer
     *     stored before lookups were kept
     * @param timing how long the answer took
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
