package io.zaaky.spi;

import java.util.List;
import java.util.Optional;

/**
 * A retriever that documents can be put into. Vectors come from the {@link
 * PluginContext#embedding() embedding model} it was made with; documents that were embedded by
 * another model are unknown to it.
 */
public interface DocumentIndex extends Retriever {

    /**
     * Adds a document or replaces the one with its id, as one step: a search sees the old or the
     * new parts, never none, never both. Durable and visible to searches on return. A failed call
     * changes nothing. Several documents of a chatbot are put at once, each on a thread of its own.
     */
    void put(ChatbotKey chatbot, Document document);

    /**
     * Removes a document as one step. Durable and visible to searches on return. Returns whether it
     * was there.
     */
    boolean remove(ChatbotKey chatbot, String documentId);

    Optional<DocumentInfo> find(ChatbotKey chatbot, String documentId);

    /**
     * Documents in the order of their ids (by code point), those with an id greater than {@code
     * after} only; {@code ""} begins at the first.
     *
     * @param limit how many at most, at least 1
     */
    List<DocumentInfo> list(ChatbotKey chatbot, String after, int limit);

    /** How many documents the chatbot has. */
    int count(ChatbotKey chatbot);
}
