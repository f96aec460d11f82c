package io.zaaky.app.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.zaaky.app.chat.Chatbot;
import io.zaaky.app.chat.ErrorCode;
import io.zaaky.app.config.ChatbotSettings;
import io.zaaky.app.config.WidgetSettings;
import io.zaaky.spi.ConversationKey;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.StoredMessage;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a visitor's session can see and do besides asking. */
final class SessionRoutes {
    private static final Logger LOG = System.getLogger(SessionRoutes.class.getName());
    private static final int WHOLE = 10_000; // messages of one conversation that are shown

    private SessionRoutes() {}

    /** {@code GET /chat/history}. */
    static void history(Exchange exchange) {
        withConversation(
                        exchange,
                        (chatbot, key) -> chatbot.transcript().recent(key, WHOLE),
                        List.<StoredMessage>of())
                .ifPresent(found -> exchange.json(Payloads.history(session(exchange), found)));
    }

    /** {@code DELETE /chat/history}. */
    static void forget(Exchange exchange) {
        withConversation(exchange, (chatbot, key) -> forget(exchange, chatbot, key), false)
                .ifPresent(
                        _ -> {
                            exchange.noStore();
                            exchange.response().status(Status.NO_CONTENT_204).send();
                        });
    }

    private static boolean forget(Exchange exchange, Chatbot chatbot, ConversationKey key) {
        boolean there = chatbot.transcript().forget(key);
        exchange.services().answers().forget(key);
        return there;
    }

    private interface Action<T> {
        T apply(Chatbot chatbot, ConversationKey key);
    }

    /**
     * Runs the action on the session's conversation; a session that was never accepted has none.
     */
    private static <T> Optional<T> withConversation(Exchange exchange, Action<T> action, T none) {
        String chatbotId =
                exchange.request()
                        .query()
                        .first("chatbot_id")
                        .asOptional()
                        .orElseThrow(
                                () ->
                                        Refusal.field(
                                                "chatbot_id",
                                                "The parameter chatbot_id is missing."));
        Chatbot chatbot = exchange.chatbot(chatbotId);
        String session = session(exchange);
        if (!Sessions.accepts(chatbot.settings().sessions(), session)) {
            return Optional.of(none);
        }
        try {
            return Optional.of(action.apply(chatbot, new ConversationKey(chatbot.key(), session)));
        } catch (PluginException e) {
            LOG.log(
                    Level.WARNING,
                    "request {0}: {1}: {2}",
                    exchange.id(),
                    chatbot.key(),
                    e.getMessage());
            Problem.send(exchange, ErrorCode.STORAGE_UNAVAILABLE);
            return Optional.empty();
        }
    }

    private static String session(Exchange exchange) {
        return exchange.header(Exchange.SESSION_ID)
                .orElseThrow(
                        () -> Refusal.field("X-Session-Id", "The header X-Session-Id is missing."));
    }

    /** {@code GET /chatbots/ORG/CHATBOT}. */
    static void chatbot(Exchange exchange) {
        var path = exchange.request().path().pathParameters();
        Chatbot chatbot = exchange.chatbot(path.get("org") + "/" + path.get("chatbot"));
        ChatbotSettings settings = chatbot.settings();
        String session =
                exchange.header(Exchange.SESSION_ID)
                        .filter(sent -> Sessions.accepts(settings.sessions(), sent))
                        .orElseGet(() -> exchange.services().ids().session());
        exchange.response().headers().add(HeaderValues.create(HeaderNames.VARY, "X-Session-Id"));
        boolean paused = exchange.services().admin().pauses().isPaused(chatbot.key());
        exchange.json(
                Json.write(
                        json -> {
                            describe(json, settings, session);
                            if (paused) {
                                json.writeStringField("paused", settings.widget().paused());
                            }
                        }));
    }

    private static void describe(JsonGenerator json, ChatbotSettings settings, String session)
            throws IOException {
        WidgetSettings widget = settings.widget();
        json.writeStringField("title", widget.title());
        json.writeStringField("greeting", settings.greeting());
        json.writeArrayFieldStart("suggestions");
        for (String suggestion : widget.suggestions()) {
            json.writeString(suggestion);
        }
        json.writeEndArray();
        json.writeStringField("session_id", session);
        json.writeStringField(
                "mode",
                Sessions.mode(settings.streaming(), settings.key(), session)
                        .name()
                        .toLowerCase(Locale.ROOT));
        if (!widget.color().isEmpty()) {
            json.writeStringField("color", widget.color());
        }
        if (!widget.placeholder().isEmpty()) {
            json.writeStringField("placeholder", widget.placeholder());
        }
    }
}
