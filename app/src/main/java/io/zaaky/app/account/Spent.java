package io.zaaky.app.account;

import com.fasterxml.jackson.databind.JsonNode;

/** Tokens, counted by a provider or estimated. */
record Spent(long prompt, long completion, boolean estimated) {

    static Spent of(JsonNode node) {
        return new Spent(
                node.path("prompt_tokens").asLong(),
                node.path("completion_tokens").asLong(),
                node.path("estimated").asBoolean());
    }

    @Override
    public String toString() {
        return prompt + " + " + completion + (estimated ? " (estimated)" : "");
    }
}
