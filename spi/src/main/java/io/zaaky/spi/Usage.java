package io.zaaky.spi;

/**
 * The tokens of one answer.
 *
 * @param promptTokens tokens read, at least 0
 * @param completionTokens tokens generated, at least 0
 * @param estimated whether a count is an estimate because the provider sent none, or one that
 *     cannot be true
 */
public record Usage(int promptTokens, int completionTokens, boolean estimated) {

    /** For an answer without a model call. */
    public static final Usage NONE = new Usage(0, 0, false);

    public Usage {
        if (promptTokens < 0 || completionTokens < 0) {
            throw new IllegalArgumentException("negative token count");
        }
    }
}
