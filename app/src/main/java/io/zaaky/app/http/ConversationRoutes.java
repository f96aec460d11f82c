package io.zaaky.app.http;

import io.helidon.http.Status;
import io.zaaky.app.chat.Chatbot;
import io.zaaky.app.chat.ErrorCode;
import io.zaaky.spi.ContextQuality.Verdict;
import io.zaaky.spi.ConversationArchive.Conversation;
import io.zaaky.spi.ConversationArchive.Filter;
import io.zaaky.spi.ConversationArchive.Message;
import io.zaaky.spi.ConversationArchive.Page;
import io.zaaky.spi.Cursor;
import io.zaaky.spi.Feedback.Rating;
import io.zaaky.spi.Outcome;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A chatbot's conversations, for administrators: below {@code
 * /api/orgs/ORG/chatbots/CHATBOT/conversations}.
 */
final class ConversationRoutes {
    private static final int LONGEST_SEARCH = 200; // code points

    private ConversationRoutes() {}

    /** {@code GET …/conversations}: newest first. */
    static void list(Exchange exchange) {
        Chatbot chatbot = AdminRoutes.chatbot(exchange);
        Filter filter = filter(exchange);
        Optional<Cursor> after = after(exchange);
        int limit = PageLimit.of(exchange);
        Supplier<Page> page =
                () ->
                        Unreachable.unless(
                                ErrorCode.STORAGE_UNAVAILABLE,
                                () ->
                                        chatbot.transcript()
                                                .archive()
                                                .list(chatbot.key(), filter, after, limit));
        exchange.json(
                ConversationPayloads.page(
                        filter.text().isEmpty()
                                ? page.get()
                                : AdminRoutes.reading(exchange, chatbot.key().org(), page)));
    }

    private static Filter filter(Exchange exchange) {
        TimeRange range = TimeRange.of(exchange);
        return new Filter(
                Optional.of(range.from()),
                Optional.of(range.to()),
                Words.parameter(exchange, "verdict", Verdict.class),
                Words.parameter(exchange, "rating", Rating.class),
                Words.parameter(exchange, "outcome", Outcome.class),
                text(exchange));
    }

    private static String text(Exchange exchange) {
        String text = exchange.query("q").orElse("").strip();
        if (text.codePointCount(0, text.length()) > LONGEST_SEARCH) {
            throw Refusal.field(
                    "q", "q must not be longer than " + LONGEST_SEARCH + " characters.");
        }
        return text;
    }

    private static Optional<Cursor> after(Exchange exchange) {
        String text = exchange.query("after").orElse("");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Cursor> cursor = Cursor.parse(text);
        if (cursor.isEmpty()) {
            throw Refusal.field("after", "after must be what next was on the page before.");
        }
        return cursor;
    }

    /** {@code GET …/conversations/ID}. */
    static void get(Exchange exchange) {
        Chatbot chatbot = AdminRoutes.chatbot(exchange);
        Conversation found = find(exchange, chatbot);
        exchange.json(Json.write(json -> ConversationPayloads.whole(json, found)));
    }

    /** {@code DELETE …/conversations/ID}. */
    static void delete(Exchange exchange) {
        Chatbot chatbot = AdminRoutes.chatbot(exchange);
        Conversation found = find(exchange, chatbot);
        String id = found.summary().id();
        Set<String> messages =
                found.messages().stream()
                        .map(Message::message)
                        .map(message -> message.id())
                        .collect(Collectors.toSet());
        boolean there =
                Unreachable.unless(
                        ErrorCode.STORAGE_UNAVAILABLE,
                        () -> chatbot.transcript().forget(id, messages));
        exchange.services().answers().forget(chatbot.key(), messages);
        if (!there) {
            throw unknown(); // another request deleted it first
        }
        exchange.audit("conversation.delete", chatbot.key().chatbot() + "/conversations/" + id);
        exchange.noStore();
        exchange.response().status(Status.NO_CONTENT_204).send();
    }

    private static Conversation find(Exchange exchange, Chatbot chatbot) {
        String id = exchange.request().path().pathParameters().get("conversation");
        return Unreachable.unless(
                        ErrorCode.STORAGE_UNAVAILABLE,
                        () -> chatbot.transcript().archive().find(chatbot.key(), id))
                .orElseThrow(ConversationRoutes::unknown);
    }

    private static Refusal unknown() {
        return new Refusal(ApiError.NOT_FOUND, "This chatbot has no such conversation.");
    }

    /** {@code GET …/conversations.jsonl}: one per line, oldest first. */
    static void export(Exchange exchange) {
        Chatbot chatbot = AdminRoutes.chatbot(exchange);
        TimeRange range = TimeRange.of(exchange);
        AdminRoutes.reading(
                exchange,
                chatbot.key().org(),
                () -> {
                    JsonLines.<Conversation>send(
                            exchange,
                            ConversationPayloads::whole,
                            out ->
                                    chatbot.transcript()
                                            .archive()
                                            .export(chatbot.key(), range.from(), range.to(), out));
                    return true;
                });
    }
}
