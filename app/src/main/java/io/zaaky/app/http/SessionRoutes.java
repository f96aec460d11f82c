package io.zaaky.app.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.zaaky.app.chat.Chatbot;
import io.zaaky.app.chat.ErrorCode;
import io.zaaky.app.chat.Question;
import io.zaaky.app.config.ChatbotSettings;
import io.zaaky.app.config.WidgetSettings;
import io.zaaky.spi.ConversationKey;
import io.zaaky.spi.PluginException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** What a visitor's session can see and do apart from asking. */
final class SessionRoutes {
    private static final Logger LOG = System.getLogger(SessionRoutes.class.getName());
    private static final int WHOLE = 10_000; // messages of one conversation that are shown

    private SessionRoutes() {}

    /** {@code GET /chat/history}. */
    static void history(Exchange exchange) {
        withConversation(
                        exchange,
                        (chatbot, key) ->
                                Payloads.history(
                                        Question.session(key),
                                        chatbot.transcript().recent(key, WHOLE)),
                        session -> Payloads.history(session, List.of()))
                .ifPresent(exchange::json);
    }

    /** {@code DELETE /chat/history}. */
    static void forget(Exchange exchange) {
        withConversation(exchange, (chatbot, key) -> forget(exchange, chatbot, key), _ -> false)
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
     * Runs the action on the conversation of the signed-in visitor or, if there is none, of the
     * session.
     *
     * @param none the result for a session that was never accepted
     */
    private static <T> Optional<T> withConversation(
            Exchange exchange, Action<T> action, Function<String, T> none) {
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
        Optional<ConversationKey> visitor = Visitors.signedIn(exchange, chatbot);
        String session = visitor.isPresent() ? "" : session(exchange);
        if (visitor.isEmpty() && !Sessions.accepts(chatbot.settings().sessions(), session)) {
            return Optional.of(none.apply(session));
        }
        try {
            ConversationKey conversation =
                    visitor.orElseGet(() -> new ConversationKey(chatbot.key(), session));
            return Optional.of(action.apply(chatbot, conversation));
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
        ConversationKey conversation =
                Visitors.signedIn(exchange, chatbot)
                        .orElseGet(
                                () ->
                                        new ConversationKey(
                                                chatbot.key(), session(exchange, settings)));
        var headers = exchange.response().headers();
        headers.add(HeaderValues.create(HeaderNames.VARY, "X-Session-Id, X-Visitor-Token"));
        boolean paused = exchange.services().admin().pauses().isPaused(chatbot.key());
        exchange.json(
                Json.write(
                        json -> {
                            describe(json, settings, conversation);
                            if (paused) {
                                json.writeStringField("paused", settings.widget().paused());
                            }
                        }));
    }

    /** The session that was sent, if it is acceptable as a secret; otherwise a new one. */
    private static String session(Exchange exchange, ChatbotSettings settings) {
        return exchange.header(Exchange.SESSION_ID)
                .filter(sent -> Sessions.accepts(settings.sessions(), sent))
                .orElseGet(() -> exchange.services().ids().session());
    }

    private static void describe(
            JsonGenerator json, ChatbotSettings settings, ConversationKey conversation)
            throws IOException {
        WidgetSettings widget = settings.widget();
        json.writeStringField("title", widget.title());
        json.writeStringField("greeting", settings.greeting());
        json.writeArrayFieldStart("suggestions");
        for (String suggestion : widget.suggestions()) {
            json.writeString(suggestion);
        }
        json.writeEndArray();
        json.writeStringField("session_id", Question.session(conversation));
        json.writeStringField(
                "mode",
                Sessions.mode(settings.streaming(), conversation).name().toLowerCase(Locale.ROOT));
        if (!widget.color().isEmpty()) {
            json.writeStringField("color", widget.color());
        }
        if (!widget.placeholder().isEmpty()) {
            json.writeStringField("placeholder", widget.placeholder());
        }
    }
}
