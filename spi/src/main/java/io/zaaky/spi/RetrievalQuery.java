package io.zaaky.spi;

/**
 * A search.
 *
 * @param chatbot whose documents
 * @param text the question, not blank
 * @param topK how many passages at most, 1 to 100
 */
public record RetrievalQuery(ChatbotKey chatbot, String text, int topK) {
    public RetrievalQuery {
        if (text.isBlank() || topK < 1 || topK > 100) {
            throw new IllegalArgumentException("a query needs text and 1 to 100 passages");
        }
    }
}
