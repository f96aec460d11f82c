package io.zaaky.spi;

/** The state of a stored message. A visitor's message is always {@link #COMPLETE}. */
public enum MessageState {
    /** The answer is in progress. */
    RUNNING,
    COMPLETE,
    /** The visitor stopped it. */
    STOPPED,
    /** The token limit was reached. */
    LENGTH,
    /** The model declined, or the documents contain no answer. */
    REFUSED,
    CONTENT_FILTER,
    /** The answer ended early, with some text. */
    INCOMPLETE,
    /** The answer ended without text. */
    FAILED
}
