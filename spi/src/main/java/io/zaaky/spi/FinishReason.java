package io.zaaky.spi;

/** Why a model stopped. */
public enum FinishReason {
    /** The answer was complete. An unknown reason counts as this. */
    STOP,
    /** The token limit for an answer was reached. */
    LENGTH,
    /** The model declined to answer. */
    REFUSED,
    /** The provider's filter withheld the answer. */
    CONTENT_FILTER
}
