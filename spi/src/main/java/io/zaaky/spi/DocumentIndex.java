package io.zaaky.spi;

import java.util.List;
import java.util.Optional;

/**
 * A retriever to which documents can be added. Its vectors come from the {@link
 * PluginContext#embedding() embedding model} it was created with; it ignores documents that another
 * model embedded.
 */
public interface DocumentIndex extends Retriever {

    /**
     * Adds a document or replaces the one with the same id, in one step: a search sees either the
     * old or the new parts, never neither and never both. The change is durable and visible to
     * searches on return. A failed call changes nothing. Called concurrently for several documents
     * of a chatbot, each on its own thread.
     */
    void put(ChatbotKey chatbot, Document document);

    /**
     * Removes a document in one step. The change is durable and visible to searches on return.
     * Returns whether the document existed.
     */
    boolean remove(ChatbotKey chatbot, String documentId);

    Optional<DocumentInfo> find(ChatbotKey chatbot, String documentId);

    /**
     * Lists documents in the order of their ids (by code point), only those with an id greater than
     * {@code after}; {@code ""} starts at the first.
     *
     * @param limit the maximum number of documents, at least 1
     */
    List<DocumentInfo> list(ChatbotKey chatbot, String after, int limit);

    /** How many documents the chatbot has. */
    int count(ChatbotKey chatbot);
}
