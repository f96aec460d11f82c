package io.zaaky.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.Status;
import io.zaaky.app.chat.Chatbot;
import io.zaaky.app.chat.ErrorCode;
import io.zaaky.spi.ConversationKey;
import io.zaaky.spi.Feedback;
import io.zaaky.spi.Feedback.Rating;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** {@code POST /api/public/feedback}: a visitor's rating of an answer. */
final class FeedbackRoute {
    private static final int LONGEST_COMMENT = 2000; // code points

    private FeedbackRoute() {}

    static void feedback(Exchange exchange) {
        ObjectNode body = Json.object(exchange.body());
        String messageId = ChatRequest.required(body, "message_id");
        Chatbot chatbot = chatbot(exchange, body, messageId);
        Optional<ConversationKey> conversation = conversation(exchange, chatbot, body);
        Optional<Rating> rating = rating(body);
        String comment = comment(body);
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        boolean kept =
                conversation.isPresent()
                        && Unreachable.unless(
                                ErrorCode.STORAGE_UNAVAILABLE,
                                () ->
                                        chatbot.transcript()
                                                .rate(
                                                        conversation.get(),
                                                        messageId,
                                                        rating.map(
                                                                it ->
                                                                        new Feedback(
                                                                                it, comment,
                                                                                now))));
        if (!kept) {
            throw Refusal.noAnswer();
        }
        if (exchange.services().ratings().isNew(messageId, rating)) {
            rating.ifPresent(it -> exchange.services().meters().rated(chatbot.key(), Words.of(it)));
        }
        exchange.noStore();
        exchange.response().status(Status.NO_CONTENT_204).send();
    }

    /**
     * The chatbot that the body names or, if it names none, the one that the message belongs to.
     */
    private static Chatbot chatbot(Exchange exchange, ObjectNode body, String messageId) {
        Optional<String> named = ChatRequest.text(body, "chatbot_id");
        if (named.isPresent()) {
            return exchange.chatbot(named.get());
        }
        Optional<Chatbot> found = exchange.services().chatbots().ofMessage(messageId);
        if (found.isEmpty()) {
            exchange.readable();
            throw Refusal.noAnswer();
        }
        return exchange.chatbot(found.get().key().toString());
    }

    /**
     * The conversation that must contain the answer; empty for a session that was never accepted.
     */
    private static Optional<ConversationKey> conversation(
            Exchange exchange, Chatbot chatbot, ObjectNode body) {
        Optional<ConversationKey> visitor = Visitors.signedIn(exchange, chatbot);
        if (visitor.isPresent()) {
            return visitor;
        }
        String session = ChatRequest.required(body, "session_id");
        return Sessions.sent(chatbot.settings().sessions(), Optional.of(session))
                .map(accepted -> new ConversationKey(chatbot.key(), accepted));
    }

    /** Empty if the visitor withdraws the rating, which the body must say explicitly. */
    private static Optional<Rating> rating(ObjectNode body) {
        JsonNode rating = body.path("rating");
        if (rating.isNull()) {
            return Optional.empty();
        }
        for (Rating each : Rating.values()) {
            if (rating.isTextual() && rating.textValue().equals(Words.of(each))) {
                return Optional.of(each);
            }
        }
        throw Refusal.field("rating", "rating must be \"up\", \"down\" or null.");
    }

    private static String comment(ObjectNode body) {
        String comment = ChatRequest.text(body, "comment").orElse("").strip();
        if (comment.codePointCount(0, comment.length()) > LONGEST_COMMENT) {
            throw Refusal.field(
                    "comment",
                    "The comment must not be longer than " + LONGEST_COMMENT + " characters.");
        }
        if (!MessageText.isText(comment)) {
            throw Refusal.field(
                    "comment", "The comment holds U+0000, or half of a surrogate pair.");
        }
        return comment;
    }
}
