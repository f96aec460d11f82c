package io.zaaky.app.account;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * An answer as stored in its conversation.
 *
 * @param outcome how it ended; empty while it is under way
 * @param provider the provider of the model that made it; empty if no model did, or it failed
 */
record Answer(
        String id,
        String conversation,
        String at,
        String state,
        String outcome,
        String errorCode,
        String provider,
        String model,
        Spent spent) {
    private static final Set<String> BROKEN = Set.of("incomplete", "failed");

    static Answer of(String conversation, JsonNode message) {
        return new Answer(
                message.path("id").asText(),
                conversation,
                message.path("created_at").asText(),
                message.path("state").asText(),
                message.path("outcome").asText(""),
                message.path("error_code").asText(""),
                message.path("provider").asText(""),
                message.path("model").asText(""),
                Spent.of(message.path("usage")));
    }

    boolean isRunning() {
        return state.equals("running");
    }

    boolean namesModel() {
        return !provider.isEmpty();
    }

    /** The outcome that this state implies. */
    String expectedOutcome() {
        if (!BROKEN.contains(state)) {
            return state;
        }
        return errorCode.isEmpty() ? "left" : "failed";
    }
}
