package io.zaaky.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.common.parameters.Parameters;
import java.util.Optional;

/**
 * A visitor's request. Only its types have been checked.
 *
 * @param session as sent; empty if none was
 */
record ChatRequest(String message, String chatbotId, Optional<String> session) {

    /** Reads a JSON body. Unknown fields are ignored. */
    static ChatRequest from(ObjectNode body) {
        return new ChatRequest(
                required(body, "message"), required(body, "chatbot_id"), text(body, "session_id"));
    }

    /** Reads a query, for {@code EventSource}. */
    static ChatRequest from(Parameters query) {
        return new ChatRequest(
                required(query, "message"),
                required(query, "chatbot_id"),
                query.first("session_id").asOptional());
    }

    static String required(ObjectNode body, String field) {
        return text(body, field).orElseThrow(() -> missing(field));
    }

    private static String required(Parameters query, String field) {
        return query.first(field).asOptional().orElseThrow(() -> missing(field));
    }

    private static Refusal missing(String field) {
        return Refusal.field(field, "The field " + field + " is missing.");
    }

    /** Reads an optional field. */
    static Optional<String> text(ObjectNode body, String field) {
        JsonNode value = body.get(field);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw Refusal.field(field, "The field " + field + " must be a text.");
        }
        return Optional.of(value.textValue());
    }
}
