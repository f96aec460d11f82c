package io.zaaky.app.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.zaaky.app.chat.Chatbot;
import io.zaaky.app.chat.ErrorCode;
import io.zaaky.app.chat.Replay;
import io.zaaky.app.chat.ReplayedPassage;
import io.zaaky.app.chat.Transcript;
import io.zaaky.spi.MessageState;
import io.zaaky.spi.PluginException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code GET …/messages/ID/replay}: an answer's search again, and what has changed since. */
final class ReplayRoute {
    private static final Logger LOG = System.getLogger(ReplayRoute.class.getName());

    private ReplayRoute() {}

    static void replay(Exchange exchange) {
        Chatbot chatbot = AdminRoutes.chatbot(exchange);
        String id = exchange.request().path().pathParameters().get("message");
        Transcript.Asked asked;
        try {
            asked =
                    chatbot.transcript()
                            .asked(id)
                            .orElseThrow(
                                    () ->
                                            new Refusal(
                                                    ApiError.NOT_FOUND,
                                                    "This chatbot has no such answer."));
        } catch (PluginException e) {
            failed(exchange, chatbot, ErrorCode.STORAGE_UNAVAILABLE, e);
            return;
        }
        if (asked.answer().state() == MessageState.RUNNING) {
            throw Refusal.inProgress(id);
        }
        try {
            Replay replay = chatbot.replay(asked);
            exchange.json(Json.write(json -> write(json, replay)));
        } catch (PluginException e) {
            failed(exchange, chatbot, ErrorCode.RETRIEVAL_UNAVAILABLE, e);
        }
    }

    private static void failed(
            Exchange exchange, Chatbot chatbot, ErrorCode code, PluginException e) {
        LOG.log(
                Level.WARNING,
                "request {0}: {1}: {2}",
                exchange.id(),
                chatbot.key(),
                e.getMessage());
        Problem.send(exchange, code);
    }

    private static void write(JsonGenerator json, Replay replay) throws IOException {
        Transcript.Asked asked = replay.asked();
        json.writeStringField("message_id", asked.answer().id());
        json.writeStringField("question", asked.question());
        json.writeStringField("created_at", asked.answer().createdAt().toString());
        json.writeBooleanField("comparable", replay.isComparable());
        json.writeBooleanField("changed", replay.isChanged());
        json.writeStringField("summary", replay.summary());
        json.writeObjectFieldStart("verdict");
        json.writeStringField("then", replay.then().map(ReplayRoute::word).orElse(null));
        json.writeStringField("now", word(replay.now().quality().verdict()));
        json.writeEndObject();
        json.writeArrayFieldStart("passages");
        for (ReplayedPassage passage : replay.passages()) {
            passage(json, passage);
        }
        json.writeEndArray();
        Payloads.contextQuality(json, replay.now().quality());
        json.writeArrayFieldStart("queries");
        for (String query : replay.now().queries()) {
            json.writeString(query);
        }
        json.writeEndArray();
    }

    private static void passage(JsonGenerator json, ReplayedPassage passage) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", passage.documentId());
        json.writeNumberField("chunk", passage.chunk());
        json.writeStringField("title", passage.title());
        json.writeStringField("change", word(passage.change()));
        json.writeStringField("reason", unlessEmpty(passage.reason()));
        place(json, "then", passage.then());
        place(json, "now", passage.now());
        json.writeEndObject();
    }

    private static void place(
            JsonGenerator json, String field, Optional<ReplayedPassage.Place> place)
            throws IOException {
        if (place.isEmpty()) {
            json.writeNullField(field);
            return;
        }
        json.writeObjectFieldStart(field);
        json.writeNumberField("rank", place.get().rank());
        json.writeNumberField("score", Math.round(place.get().score() * 1000) / 1000.0);
        json.writeStringField("hash", unlessEmpty(place.get().version()));
        json.writeEndObject();
    }

    private static @Nullable String unlessEmpty(String text) {
        return text.isEmpty() ? null : text;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
