package io.zaaky.app.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.zaaky.app.chat.Ids;
import io.zaaky.app.chat.Question;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.ConversationKey;
import java.util.Optional;

/** A client's name for its question, so that sending the question again does not ask it twice. */
record IdempotencyKey(String value) {
    private static final int LONGEST = 255;
    private static final HeaderName HEADER = HeaderNames.create("Idempotency-Key");

    /** Reads the key, if the client sent one. */
    static Optional<IdempotencyKey> of(Exchange exchange) {
        return exchange.header(HEADER).map(IdempotencyKey::parse);
    }

    private static IdempotencyKey parse(String sent) {
        if (sent.isEmpty()
                || sent.length() > LONGEST
                || sent.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw Refusal.field(
                    HEADER.defaultCase(),
                    "The Idempotency-Key must have 1 to " + LONGEST + " visible ASCII characters.");
        }
        return new IdempotencyKey(sent);
    }

    /** The id of the answer to the question with this key. */
    String message(ConversationKey conversation) {
        return Ids.message(conversation, value);
    }

    /** Derives a session that is the same for the same key, so the key must be a secret. */
    String session(ChatbotKey chatbot) {
        if (!ConversationKey.isStrong(value)) {
            throw Refusal.field(
                    HEADER.defaultCase(),
                    "Without a session_id of its own the Idempotency-Key must have at least 22"
                            + " characters of A-Z, a-z, 0-9, _ and -.");
        }
        return Ids.session(chatbot, value);
    }

    /** Refuses a key that was used for another message. */
    static void checkSame(Question question, String earlier) {
        if (!question.text().equals(earlier)) {
            throw Refusal.field(
                    HEADER.defaultCase(), "This Idempotency-Key was used for another message.");
        }
    }
}
