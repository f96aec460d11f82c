package io.zaaky.e2e;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A question, and what its visitor has seen of the answer.
 *
 * @param told the events that arrived
 */
record Asked(String question, Told told) {

    /** What a visitor knows of a question. */
    enum Outcome {
        /** It was answered: {@code complete} has arrived. */
        OK,
        /** It was not answered: {@code error} has arrived. */
        FAILED,
        /** The connection broke before either. */
        UNKNOWN
    }

    Outcome outcome() {
        return switch (last().path("type").asText()) {
            case "complete" -> Outcome.OK;
            case "error" -> Outcome.FAILED;
            default -> Outcome.UNKNOWN;
        };
    }

    /** Whether any event has arrived. */
    boolean began() {
        return !told.events().isEmpty();
    }

    private JsonNode last() {
        return began() ? told.events().getLast() : Visitor.json("{}");
    }
}
