package io.zaaky.spi;

import java.util.Optional;

/** How an answer, or one model call for it, ended. */
public enum Outcome {
    COMPLETE,
    /** The visitor stopped it. */
    STOPPED,
    /** The token limit was reached. */
    LENGTH,
    /** The model declined, or the documents contain no answer. */
    REFUSED,
    CONTENT_FILTER,
    /** The visitor disconnected and did not reconnect. */
    LEFT,
    /** It failed, with or without text, or timed out. */
    FAILED;

    /**
     * How an answer in this state ended; empty while it is in progress.
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
