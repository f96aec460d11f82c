package io.zaaky.app.admin;

import io.zaaky.app.knowledge.DocumentCounts;
import java.util.List;
import java.util.Optional;

/**
 * How a chatbot is, for its administrators.
 *
 * @param documents empty if they cannot be counted, or its retriever takes none
 * @param problems what an operator should know now, in sentences; none holds a document's name
 */
public record ChatbotState(Optional<DocumentCounts> documents, List<String> problems) {}
