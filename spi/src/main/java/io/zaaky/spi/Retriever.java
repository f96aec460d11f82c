package io.zaaky.spi;

/** Finds passages. */
public interface Retriever extends Component {

    /**
     * Returns the best passages of the chatbot's documents, best first, at most {@link
     * RetrievalQuery#topK()}. The query's text is always treated as data, never as query syntax.
     * Passages of another chatbot never appear. If the thread is interrupted, throws {@link
     * Reason#CANCELLED}.
     */
    Retrieval retrieve(RetrievalQuery query);
}
