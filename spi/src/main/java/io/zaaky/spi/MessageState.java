package io.zaaky.spi;

/** Where a stored message stands. A visitor's message is always {@link #COMPLETE}. */
public enum MessageState {
    /** The answer is being made. */
    RUNNING,
    COMPLETE,
    /** The visitor stopped it. */
    STOPPED,
    /** The limit of tokens was reached. */
    LENGTH,
    /** The model declined, or the documents hold nothing to answer from. */
    REFUSED,
    CONTENT_FILTER,
    /** It ended early, with some text. */
    INCOMPLETE,
    /** It ended without text. */
    FAILED
}
