package io.zaaky.conversation;

import io.helidon.dbclient.DbRow;
import io.helidon.dbclient.DbTransaction;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.ContextQuality.Verdict;
import io.zaaky.spi.ConversationArchive.Message;
import io.zaaky.spi.ConversationArchive.Unanswered;
import io.zaaky.spi.Cursor;
import io.zaaky.spi.Feedback.Rating;
import io.zaaky.spi.Outcome;
import io.zaaky.spi.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads conversations for administrators. Every statement is limited to their chatbot. */
final class ConversationRows {
    private final Messages messages;

    ConversationRows(Messages messages) {
        this.messages = messages;
    }

    /**
     * A conversation without its messages.
     *
     * @param messages how many messages it has
     */
    record Head(String id, Instant startedAt, Instant lastAt, int messages, String firstQuestion) {

        Cursor cursor() {
            return new Cursor(startedAt, id);
        }
    }

    List<Head> heads(DbTransaction transaction, ConversationQuery query) {
        return transaction
                .query(query.sql(), query.values())
                .map(
                        row ->
                                new Head(
                                        Rows.text(row, "id"),
                                        Rows.time(row, "created_at"),
                                        Rows.time(row, "updated_at"),
                                        Rows.small(row, "last_position"),
                                        Rows.text(row, "first_question")))
                .toList();
    }

    /** Tallies by conversation id; a deleted conversation has none. */
    Map<String, Tally> tallies(
            DbTransaction transaction, ChatbotKey chatbot, List<Head> conversations) {
        Map<String, Tally> tallies = new HashMap<>();
        if (conversations.isEmpty()) {
            return tallies;
        }
        transaction
                .query(
                        """
                        SELECT conversation_id, role, outcome, verdict, rating, count(*) AS messages,
                            sum(CAST(prompt_tokens AS BIGINT) + completion_tokens) AS tokens
                        FROM messages
                        WHERE org = ? AND chatbot = ? AND conversation_id IN (%s)
                        GROUP BY conversation_id, role, outcome, verdict, rating
                        """
                                .formatted(Rows.places(conversations.size())),
                        values(chatbot, conversations))
                .forEach(
                        row ->
                                tallies.computeIfAbsent(
                                                Rows.text(row, "conversation_id"), _ -> new Tally())
                                        .add(alike(row)));
        return tallies;
    }

    private static Tally.Alike alike(DbRow row) {
        return new Tally.Alike(
                Rows.constant(row, "role", Role.class),
                Rows.optional(row, "outcome", Outcome.class),
                Rows.optional(row, "verdict", Verdict.class),
                Rows.optional(row, "rating", Rating.class),
                Rows.small(row, "messages"),
                Rows.number(row, "tokens"));
    }

    /** Messages by conversation id, each list oldest first. */
    Map<String, List<Message>> messages(
            DbTransaction transaction, ChatbotKey chatbot, List<Head> conversations) {
        Map<String, List<Message>> found = new HashMap<>();
        transaction
                .query(
                        """
                        SELECT conversation_id, id, role, content, state, created_at, provider,
                            model, prompt_tokens, completion_tokens, tokens_estimated, error_code,
                            sources, context_quality, lookup, retrieval_ms, first_token_ms,
                            total_ms, outcome, rating, rating_comment, rated_at
                        FROM messages
                        WHERE org = ? AND chatbot = ? AND conversation_id IN (%s)
                        ORDER BY conversation_id, position
                        """
                                .formatted(Rows.places(conversations.size())),
                        values(chatbot, conversations))
                .forEach(
                        row ->
                                found.computeIfAbsent(
                                                Rows.text(row, "conversation_id"),
                                                _ -> new ArrayList<>())
                                        .add(
                                                new Message(
                                                        messages.message(row),
                                                        Rows.optional(
                                                                row, "outcome", Outcome.class),
                                                        Ratings.feedback(row))));
        return found;
    }

    /**
     * The texts of the messages by conversation id, in no order.
     *
     * @param conversations at least one
     */
    Map<String, List<String>> texts(
            DbTransaction transaction, ChatbotKey chatbot, List<Head> conversations) {
        Map<String, List<String>> found = new HashMap<>();
        transaction
                .query(
                        """
                        SELECT conversation_id, content FROM messages
                        WHERE org = ? AND chatbot = ? AND conversation_id IN (%s)
                        """
                                .formatted(Rows.places(conversations.size())),
                        values(chatbot, conversations))
                .forEach(
                        row ->
                                found.computeIfAbsent(
                                                Rows.text(row, "conversation_id"),
                                                _ -> new ArrayList<>())
                                        .add(Rows.text(row, "content")));
        return found;
    }

    private static Object[] values(ChatbotKey chatbot, List<Head> conversations) {
        List<Object> values = new ArrayList<>();
        values.add(chatbot.org());
        values.add(chatbot.chatbot());
        conversations.forEach(head -> values.add(head.id()));
        return values.toArray();
    }

    /**
     * Questions that were not answered well, newest first.
     *
     * @param before only answers before this position
     */
    List<Unanswered> unanswered(
            DbTransaction transaction, ChatbotKey chatbot, Instant from, Cursor before, int limit) {
        return transaction
                .query(
                        """
                        SELECT m.id, m.conversation_id, m.created_at, m.verdict, m.rating,
                            COALESCE((
                                SELECT q.content FROM messages q
                                WHERE q.conversation_id = m.conversation_id
                                    AND q.position < m.position AND q.role = 'user'
                                ORDER BY q.position DESC LIMIT 1), '') AS question
                        FROM messages m
                        WHERE m.org = ? AND m.chatbot = ?
                            AND (m.unsure = 1 OR m.rating = 'down')
                            AND m.created_at >= ? AND (m.created_at, m.id) < (?, ?)
                        ORDER BY m.created_at DESC, m.id DESC LIMIT ?
                        """,
                        chatbot.org(),
                        chatbot.chatbot(),
                        Days.millis(from),
                        Days.millis(before.at()),
                        before.id(),
                        limit)
                .map(
                        row ->
                                new Unanswered(
                                        Rows.text(row, "conversation_id"),
                                        Rows.text(row, "id"),
                                        Rows.text(row, "question"),
                                        Rows.time(row, "created_at"),
                                        Rows.optional(row, "verdict", Verdict.class)
                                                .orElse(Verdict.NONE),
                                        Rows.text(row, "rating").equals("down")))
                .toList();
    }
}
