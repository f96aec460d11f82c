package io.zaaky.app.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zaaky.app.chat.Answer;
import io.zaaky.app.chat.Ending;
import io.zaaky.app.chat.ErrorCode;
import io.zaaky.app.chat.Grounding;
import io.zaaky.spi.ContextQuality;
import io.zaaky.spi.MessageState;
import io.zaaky.spi.Passage;
import io.zaaky.spi.Role;
import io.zaaky.spi.Signals;
import io.zaaky.spi.Source;
import io.zaaky.spi.StoredMessage;
import io.zaaky.spi.Usage;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** The JSON that clients see. */
final class Payloads {
    private static final String SESSION_ID = "session_id";

    private Payloads() {}

    /** Writes the {@code complete} event, which is also the answer of the plain endpoint. */
    static byte[] complete(Answer answer) {
        return Json.write(
                json -> {
                    json.writeStringField("type", "complete");
                    json.writeStringField("content", answer.content());
                    json.writeBooleanField("done", true);
                    about(json, answer);
                    usage(json, answer.usage());
                    json.writeStringField("finish_reason", finishReason(answer.finish()));
                    json.writeStringField("provider", answer.provider());
                    json.writeStringField("model", answer.model());
                    if (!answer.saved()) {
                        json.writeBooleanField("saved", false);
                    }
                });
    }

    /** Writes the last event of an answer that a client waits for. */
    static byte[] last(Ending ending, String requestId) {
        return switch (ending) {
            case Ending.Completed(Answer answer) -> complete(answer);
            case Ending.Failed(ErrorCode code) -> error(code, requestId);
            case Ending.Left() -> throw new IllegalArgumentException("nobody to tell");
        };
    }

    /**
     * Removes the session from a last event, for a client that has not proved that it knows the
     * session.
     */
    static byte[] withoutSession(byte[] last) {
        ObjectNode event = Json.object(last);
        event.remove(SESSION_ID);
        return Json.write(event);
    }

    /** Writes an answer's sources and quality, and its session and message ids. */
    static void about(JsonGenerator json, Answer answer) throws IOException {
        sources(json, answer.sources());
        contextQuality(json, answer.contextQuality());
        json.writeStringField(SESSION_ID, answer.sessionId());
        json.writeStringField("message_id", answer.messageId());
    }

    private static byte[] error(ErrorCode code, String requestId) {
        return Json.write(
                json -> {
                    json.writeStringField("type", "error");
                    json.writeStringField("error", code.sentence());
                    json.writeStringField("code", code.code());
                    json.writeBooleanField("retryable", code.retryable());
                    json.writeStringField("request_id", requestId);
                    json.writeBooleanField("done", true);
                });
    }

    static byte[] history(String sessionId, List<StoredMessage> messages) {
        return Json.write(
                json -> {
                    json.writeStringField(SESSION_ID, sessionId);
                    json.writeArrayFieldStart("messages");
                    for (StoredMessage message : messages) {
                        message(json, message);
                    }
                    json.writeEndArray();
                });
    }

    /** Writes the result of a search. */
    static byte[] found(Grounding found) {
        return Json.write(
                json -> {
                    json.writeArrayFieldStart("passages");
                    List<Source> sources = found.sources();
                    for (int i = 0; i < sources.size(); i++) {
                        json.writeStartObject();
                        source(json, sources.get(i));
                        Passage passage = found.passages().get(i);
                        json.writeStringField("text", passage.text());
                        place(json, "start", passage, passage.start());
                        place(json, "end", passage, passage.end());
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                    contextQuality(json, found.quality());
                    json.writeArrayFieldStart("queries");
                    for (String query : found.queries()) {
                        json.writeString(query);
                    }
                    json.writeEndArray();
                });
    }

    private static void place(JsonGenerator json, String name, Passage passage, int place)
            throws IOException {
        if (passage.isPlaced()) {
            json.writeNumberField(name, place);
        } else {
            json.writeNullField(name);
        }
    }

    private static void message(JsonGenerator json, StoredMessage message) throws IOException {
        json.writeStartObject();
        fields(json, message);
        json.writeEndObject();
    }

    /** Writes a message with its sources and quality. */
    static void fields(JsonGenerator json, StoredMessage message) throws IOException {
        json.writeStringField("id", message.id());
        json.writeStringField("role", message.role().name().toLowerCase(Locale.ROOT));
        json.writeStringField("content", message.content());
        json.writeStringField("created_at", message.createdAt().toString());
        json.writeStringField("state", message.state().name().toLowerCase(Locale.ROOT));
        if (message.role() == Role.ASSISTANT && message.state() != MessageState.RUNNING) {
            sources(json, message.metadata().sources());
            contextQuality(json, message.metadata().contextQuality());
        }
    }

    private static void sources(JsonGenerator json, List<Source> sources) throws IOException {
        json.writeArrayFieldStart("sources");
        for (Source source : sources) {
            json.writeStartObject();
            source(json, source);
            json.writeBooleanField("cited", source.cited());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void source(JsonGenerator json, Source source) throws IOException {
        json.writeNumberField("n", source.n());
        json.writeStringField("id", source.id());
        json.writeStringField("title", source.title());
        json.writeStringField("url", Json.orNull(source.url()));
        json.writeStringField("snippet", source.snippet());
        json.writeNumberField("score", source.score());
    }

    static void contextQuality(JsonGenerator json, ContextQuality quality) throws IOException {
        json.writeObjectFieldStart("context_quality");
        json.writeStringField("verdict", quality.verdict().name().toLowerCase(Locale.ROOT));
        json.writeNumberField("score", quality.score());
        json.writeNumberField("documents", quality.documents());
        json.writeArrayFieldStart("reasons");
        for (String reason : quality.reasons()) {
            json.writeString(reason);
        }
        json.writeEndArray();
        if (!quality.signals().equals(Signals.NONE)) {
            signals(json, quality.signals());
        }
        if (!quality.smallTalk().isEmpty()) {
            json.writeStringField("small_talk", quality.smallTalk());
        }
        json.writeEndObject();
    }

    private static void signals(JsonGenerator json, Signals signals) throws IOException {
        json.writeObjectFieldStart("signals");
        json.writeNumberField("similarity", signals.similarity());
        json.writeNumberField("similarity_limit", signals.similarityLimit());
        json.writeNumberField("similarity_lead", signals.similarityLead());
        json.writeNumberField("keyword_share", signals.keywordShare());
        json.writeNumberField("keyword_lead", signals.keywordLead());
        json.writeNumberField("agreement", signals.agreement());
        json.writeNumberField("rarity", signals.rarity());
        words(json, "words_in_no_document", signals.wordsInNoDocument());
        words(json, "words_in_no_passage", signals.wordsInNoPassage());
        json.writeEndObject();
    }

    private static void words(JsonGenerator json, String name, List<String> words)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (String word : words) {
            json.writeString(word);
        }
        json.writeEndArray();
    }

    static void usage(JsonGenerator json, Usage usage) throws IOException {
        json.writeObjectFieldStart("usage");
        json.writeNumberField("prompt_tokens", usage.promptTokens());
        json.writeNumberField("completion_tokens", usage.completionTokens());
        json.writeBooleanField("estimated", usage.estimated());
        json.writeEndObject();
    }

    private static String finishReason(MessageState finish) {
        return finish == MessageState.COMPLETE ? "stop" : finish.name().toLowerCase(Locale.ROOT);
    }
}
