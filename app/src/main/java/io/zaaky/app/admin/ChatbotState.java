package io.zaaky.app.admin;

import io.zaaky.app.knowledge.DocumentCounts;
import java.util.List;
import java.util.Optional;

/**
 * How a chatbot is, for its administrators.
 *
 * @param documents empty if they cannot be counted, or its retriever takes none
 * @param today what it has done since midnight in UTC; empty if that cannot be told
 * @param problems what an operator should know now, in sentences; none holds a document's name
 */
public record ChatbotState(
        Optional<DocumentCounts> documents, Optional<Today> today, List<String> problems) {

    /**
     * A day until now.
     *
     * @param answers for which a model was called
     * @param tokens of all calls of models
     */
    public record Today(long answers, long tokens) {}
}
