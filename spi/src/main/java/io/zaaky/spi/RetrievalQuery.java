package io.zaaky.spi;

/**
 * A search.
 *
 * @param chatbot whose documents to search
 * @param text the question, not blank
 * @param topK how many passages at most, 1 to {@link #MOST}
 */
public record RetrievalQuery(ChatbotKey chatbot, String text, int topK) {
    /**
     * More passages than an answer ever gets, because some are merged and duplicates are dropped.
     */
    public static final int MOST = 200;

    public RetrievalQuery {
        if (text.isBlank() || topK < 1 || topK > MOST) {
            throw new IllegalArgumentException("a query needs text and 1 to 200 passages");
        }
    }
}
