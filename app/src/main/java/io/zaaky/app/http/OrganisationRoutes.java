package io.zaaky.app.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.zaaky.app.admin.ChatbotState;
import io.zaaky.app.chat.Chatbot;
import io.zaaky.app.chat.ModelState;
import io.zaaky.app.config.OrganisationSettings;
import io.zaaky.app.knowledge.DocumentCounts;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code GET /api/orgs/ORG} and {@code GET /api/platform/organisations}: the chatbots' states. */
final class OrganisationRoutes {
    private OrganisationRoutes() {}

    static void organisation(Exchange exchange) {
        AdminServices admin = exchange.services().admin();
        String id = exchange.organisation();
        OrganisationSettings settings =
                admin.callers()
                        .organisation(id)
                        .orElseThrow(() -> Guard.unauthorized(exchange, false)); // removed since
        List<Chatbot> chatbots =
                exchange.services().chatbots().all().stream()
                        .filter(chatbot -> chatbot.key().org().equals(id))
                        .toList();
        Map<Chatbot, ChatbotState> states = admin.states().of(chatbots);
        exchange.checkKey();
        exchange.json(
                Json.write(
                        json -> {
                            about(json, settings);
                            json.writeStringField("role", exchange.caller().role());
                            chatbots(json, exchange, id, states);
                        }));
    }

    static void organisations(Exchange exchange) {
        AdminServices admin = exchange.services().admin();
        List<OrganisationSettings> organisations = admin.callers().organisations();
        Map<Chatbot, ChatbotState> states = admin.states().of(exchange.services().chatbots().all());
        exchange.checkKey();
        exchange.json(
                Json.write(
                        json -> {
                            json.writeArrayFieldStart("organisations");
                            for (OrganisationSettings each : organisations) {
                                json.writeStartObject();
                                about(json, each);
                                chatbots(json, exchange, each.id(), states);
                                json.writeEndObject();
                            }
                            json.writeEndArray();
                        }));
    }

    private static void about(JsonGenerator json, OrganisationSettings settings)
            throws IOException {
        json.writeStringField("id", settings.id());
        json.writeStringField("name", settings.name());
    }

    private static void chatbots(
            JsonGenerator json,
            Exchange exchange,
            String organisation,
            Map<Chatbot, ChatbotState> states)
            throws IOException {
        json.writeArrayFieldStart("chatbots");
        for (var entry : states.entrySet()) {
            if (entry.getKey().key().org().equals(organisation)) {
                json.writeStartObject();
                chatbot(json, exchange, entry.getKey(), entry.getValue());
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }

    private static void chatbot(
            JsonGenerator json, Exchange exchange, Chatbot chatbot, ChatbotState state)
            throws IOException {
        ModelState model = chatbot.models().getFirst();
        json.writeStringField("id", chatbot.key().chatbot());
        json.writeStringField("name", chatbot.settings().name());
        json.writeStringField("provider", model.provider());
        json.writeStringField("model", model.model());
        json.writeBooleanField(
                "paused", exchange.services().admin().pauses().isPaused(chatbot.key()));
        documents(json, state.documents());
        today(json, state.today());
        json.writeArrayFieldStart("problems");
        for (String problem : state.problems()) {
            json.writeString(problem);
        }
        json.writeEndArray();
    }

    private static void today(JsonGenerator json, Optional<ChatbotState.Today> today)
            throws IOException {
        if (today.isEmpty()) {
            json.writeNullField("today");
            return;
        }
        json.writeObjectFieldStart("today");
        json.writeNumberField("answers", today.get().answers());
        json.writeNumberField("tokens", today.get().tokens());
        json.writeEndObject();
    }

    private static void documents(JsonGenerator json, Optional<DocumentCounts> counts)
            throws IOException {
        if (counts.isEmpty()) {
            json.writeNullField("documents");
            return;
        }
        json.writeObjectFieldStart("documents");
        json.writeNumberField("indexed", counts.get().indexed());
        json.writeNumberField("pending", counts.get().pending());
        json.writeNumberField("failed", counts.get().failed());
        json.writeEndObject();
    }
}
