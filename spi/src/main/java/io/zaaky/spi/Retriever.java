package io.zaaky.spi;

/** Finds passages. */
public interface Retriever extends Component {

    /**
     * The best passages of that chatbot's documents, best first, at most {@link
     * RetrievalQuery#topK()}. Whatever stands in the query's text, it is data; passages of another
     * chatbot never appear. Interrupt: {@link Reason#CANCELLED}.
     */
    Retrieval retrieve(RetrievalQuery query);
}
