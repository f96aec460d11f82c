package io.zaaky.conversation;

import io.helidon.dbclient.DbRow;
import io.helidon.dbclient.DbTransaction;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.Feedback;
import io.zaaky.spi.Feedback.Rating;
import java.util.Optional;

/** Visitors' feedback on answers, stored in columns of the messages. */
final class Ratings {

    /** Returns false if the answer does not exist. */
    boolean set(
            DbTransaction transaction,
            ChatbotKey chatbot,
            String session,
            String messageId,
            Optional<Feedback> feedback) {
        return transaction.update(
                        """
                        UPDATE messages SET rating = ?, rating_comment = ?, rated_at = ?
                        WHERE id = ? AND org = ? AND chatbot = ? AND role = 'assistant'
                            AND conversation_id = (
                                SELECT id FROM conversations
                                WHERE org = ? AND chatbot = ? AND session_hash = ?)
                        """,
                        feedback.map(f -> Rows.name(f.rating())).orElse(""),
                        Text.storable(feedback.map(Feedback::comment).orElse("")),
                        feedback.map(f -> f.at().toEpochMilli()).orElse(0L),
                        messageId,
                        chatbot.org(),
                        chatbot.chatbot(),
                        chatbot.org(),
                        chatbot.chatbot(),
                        session)
                == 1;
    }

    static Optional<Feedback> feedback(DbRow row) {
        return Rows.optional(row, "rating", Rating.class)
                .map(
                        rating ->
                                new Feedback(
                                        rating,
                                        Rows.text(row, "rating_comment"),
                                        Rows.time(row, "rated_at")));
    }
}
