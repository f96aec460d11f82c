package io.zaaky.app.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.zaaky.app.chat.Chatbot;
import io.zaaky.app.chat.ErrorCode;
import io.zaaky.app.gaps.Gap;
import io.zaaky.app.gaps.Gaps;
import java.io.IOException;

/** {@code GET …/gaps}: visitors' questions that the documents do not answer. */
final class GapsRoute {
    private GapsRoute() {}

    static void gaps(Exchange exchange) {
        Chatbot chatbot = AdminRoutes.chatbot(exchange);
        TimeRange range = TimeRange.of(exchange);
        Gaps found =
                AdminRoutes.reading(
                        exchange,
                        chatbot.key().org(),
                        () ->
                                Unreachable.unless(
                                        ErrorCode.STORAGE_UNAVAILABLE,
                                        () -> chatbot.gaps(range.from(), range.to())));
        exchange.checkKey(); // the search may have taken long
        exchange.json(Json.write(json -> write(json, found)));
    }

    private static void write(JsonGenerator json, Gaps found) throws IOException {
        json.writeArrayFieldStart("gaps");
        for (Gap gap : found.gaps()) {
            json.writeStartObject();
            json.writeStringField("question", gap.question());
            json.writeNumberField("count", gap.count());
            json.writeStringField("last_at", gap.lastAt().toString());
            json.writeStringField("verdict", Words.of(gap.verdict()));
            json.writeArrayFieldStart("examples");
            for (Gap.Example example : gap.examples()) {
                json.writeStartObject();
                json.writeStringField("conversation", example.conversation());
                json.writeStringField("message", example.message());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("questions", found.questions());
        json.writeBooleanField("cut", found.cut());
    }
}
