package io.zaaky.spi;

/** Why a model stopped. */
public enum FinishReason {
    /** It had said everything. An unknown reason counts as this. */
    STOP,
    /** The limit of tokens for an answer was reached. */
    LENGTH,
    /** The model declined to answer. */
    REFUSED,
    /** The provider's filter held the answer back. */
    CONTENT_FILTER
}
