package io.zaaky.spi;

import java.util.Optional;

/** How an answer, or one call of a model for it, ended. */
public enum Outcome {
    COMPLETE,
    /** The visitor stopped it. */
    STOPPED,
    /** The limit of tokens was reached. */
    LENGTH,
    /** The model declined, or the documents hold nothing to answer from. */
    REFUSED,
    CONTENT_FILTER,
    /** The visitor went away and did not come back. */
    LEFT,
    /** It failed, with text or without, or its time ran out. */
    FAILED;

    /**
     * How an answer in that state ended; empty while it is under way.
     *
     * @param errorCode as in {@link StoredMessage.Metadata#errorCode}; empty for a visitor who left
     */
    public static Optional<Outcome> of(MessageState state, String errorCode) {
        return switch (state) {
            case RUNNING -> Optional.empty();
            case COMPLETE -> Optional.of(COMPLETE);
            case STOPPED -> Optional.of(STOPPED);
            case LENGTH -> Optional.of(LENGTH);
            case REFUSED -> Optional.of(REFUSED);
            case CONTENT_FILTER -> Optional.of(CONTENT_FILTER);
            case INCOMPLETE, FAILED -> Optional.of(errorCode.isEmpty() ? LEFT : FAILED);
        };
    }
}
