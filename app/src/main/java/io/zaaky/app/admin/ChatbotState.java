package io.zaaky.app.admin;

import io.zaaky.app.knowledge.DocumentCounts;
import java.util.List;
import java.util.Optional;

/**
 * A chatbot's state, for its administrators.
 *
 * @param documents empty if they cannot be counted, or its retriever takes none
 * @param today its activity since midnight UTC; empty if that is unknown
 * @param problems what an operator should know now, in sentences; none contains a document's name
 */
public record ChatbotState(
        Optional<DocumentCounts> documents, Optional<Today> today, List<String> problems) {

    /**
     * The current day so far.
     *
     * @param answers for which a model was called
     * @param tokens of all model calls
     */
    public record Today(long answers, long tokens) {}
}
