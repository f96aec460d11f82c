package io.zaaky.app.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.zaaky.app.chat.Chatbot;
import io.zaaky.app.chat.ErrorCode;
import io.zaaky.app.chat.Replay;
import io.zaaky.app.chat.ReplayedPassage;
import io.zaaky.app.chat.Transcript;
import io.zaaky.ingestion.DocumentSource.Kind;
import io.zaaky.spi.MessageState;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code GET …/messages/ID/replay}: repeats an answer's search and shows what has changed since.
 */
final class ReplayRoute {
    private ReplayRoute() {}

    static void replay(Exchange exchange) {
        Chatbot chatbot = AdminRoutes.chatbot(exchange);
        String id = exchange.request().path().pathParameters().get("message");
        Transcript.Asked asked =
                Unreachable.unless(
                                ErrorCode.STORAGE_UNAVAILABLE, () -> chatbot.transcript().asked(id))
                        .orElseThrow(
                                () ->
                                        new Refusal(
                                                ApiError.NOT_FOUND,
                                                "This chatbot has no such answer."));
        if (asked.answer().state() == MessageState.RUNNING) {
            throw Refusal.inProgress(id);
        }
        Replay replay = AdminRoutes.inTurn(exchange, chatbot, () -> chatbot.replay(asked));
        exchange.json(Json.write(json -> write(json, replay)));
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
        json.writeStringField("reason", Json.orNull(passage.reason()));
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
        json.writeStringField("hash", Json.orNull(Kind.unmarked(place.get().version())));
        json.writeEndObject();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
