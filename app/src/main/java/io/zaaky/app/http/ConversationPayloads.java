package io.zaaky.app.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.zaaky.spi.ContextQuality.Verdict;
import io.zaaky.spi.ConversationArchive.Conversation;
import io.zaaky.spi.ConversationArchive.Message;
import io.zaaky.spi.ConversationArchive.Page;
import io.zaaky.spi.ConversationSummary;
import io.zaaky.spi.Cursor;
import io.zaaky.spi.Feedback;
import io.zaaky.spi.Lookup;
import io.zaaky.spi.MessageState;
import io.zaaky.spi.Outcome;
import io.zaaky.spi.Role;
import io.zaaky.spi.StoredMessage.Metadata;
import io.zaaky.spi.Timing;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Conversations as administrators see them: without the session, which is the visitor's secret. */
final class ConversationPayloads {
    private static final int TITLE = 80; // code points

    private ConversationPayloads() {}

    static byte[] page(Page page) {
        return Json.write(
                json -> {
                    json.writeArrayFieldStart("conversations");
                    for (ConversationSummary each : page.conversations()) {
                        json.writeStartObject();
                        summary(json, each);
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                    json.writeStringField("next", page.next().map(Cursor::toString).orElse(null));
                });
    }

    /** Writes the fields of a conversation with its messages. */
    static void whole(JsonGenerator json, Conversation conversation) throws IOException {
        summary(json, conversation.summary());
        json.writeArrayFieldStart("messages");
        for (Message message : conversation.messages()) {
            json.writeStartObject();
            message(json, message);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void summary(JsonGenerator json, ConversationSummary summary)
            throws IOException {
        json.writeStringField("id", summary.id());
        json.writeStringField("started_at", summary.startedAt().toString());
        json.writeStringField("last_at", summary.lastAt().toString());
        json.writeNumberField("questions", summary.questions());
        json.writeStringField("title", title(summary.firstQuestion()));
        counts(json, "verdicts", Verdict.values(), summary.verdicts());
        counts(json, "ratings", Feedback.Rating.values(), summary.ratings());
        counts(json, "outcomes", Outcome.values(), summary.outcomes());
        json.writeNumberField("tokens", summary.tokens());
    }

    private static <E extends Enum<E>> void counts(
            JsonGenerator json, String field, E[] all, Map<E, Integer> counts) throws IOException {
        json.writeObjectFieldStart(field);
        for (E each : all) {
            json.writeNumberField(Words.of(each), counts.getOrDefault(each, 0));
        }
        json.writeEndObject();
    }

    /** Makes a title on one line. */
    static String title(String question) {
        String line = question.strip().replaceAll("\\s+", " ");
        return line.codePointCount(0, line.length()) <= TITLE
                ? line
                : line.substring(0, line.offsetByCodePoints(0, TITLE - 1)).stripTrailing() + "…";
    }

    private static void message(JsonGenerator json, Message message) throws IOException {
        Payloads.fields(json, message.message());
        if (message.message().role() != Role.ASSISTANT
                || message.message().state() == MessageState.RUNNING) {
            return;
        }
        Metadata metadata = message.message().metadata();
        json.writeStringField("outcome", message.outcome().map(Words::of).orElse(null));
        Payloads.usage(json, metadata.usage());
        json.writeStringField("provider", Json.orNull(metadata.provider()));
        json.writeStringField("model", Json.orNull(metadata.model()));
        json.writeStringField("error_code", Json.orNull(metadata.errorCode()));
        json.writeArrayFieldStart("queries");
        for (String query : metadata.lookup().map(Lookup::queries).orElse(List.of())) {
            json.writeString(query);
        }
        json.writeEndArray();
        feedback(json, message.feedback());
        timing(json, metadata.timing());
    }

    private static void feedback(JsonGenerator json, Optional<Feedback> feedback)
            throws IOException {
        if (feedback.isEmpty()) {
            json.writeNullField("feedback");
            return;
        }
        json.writeObjectFieldStart("feedback");
        json.writeStringField("rating", Words.of(feedback.get().rating()));
        json.writeStringField("comment", Json.orNull(feedback.get().comment()));
        json.writeStringField("at", feedback.get().at().toString());
        json.writeEndObject();
    }

    private static void timing(JsonGenerator json, Timing timing) throws IOException {
        json.writeObjectFieldStart("timing");
        millis(json, "first_token_ms", timing.firstToken());
        millis(json, "total_ms", timing.total());
        millis(json, "retrieval_ms", timing.retrieval());
        json.writeEndObject();
    }

    private static void millis(JsonGenerator json, String field, Optional<Duration> time)
            throws IOException {
        if (time.isPresent()) {
            json.writeNumberField(field, time.get().toMillis());
        } else {
            json.writeNullField(field);
        }
    }
}
