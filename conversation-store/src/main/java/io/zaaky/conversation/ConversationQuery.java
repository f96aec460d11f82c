package io.zaaky.conversation;

import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.ConversationArchive.Filter;
import io.zaaky.spi.Cursor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Builds the statement that reads the heads of conversations in the order in which they began. All
 * of its SQL comes from this class; values are only bound.
 */
final class ConversationQuery {
    private static final String HEADS =
            """
            SELECT c.id, c.created_at, c.updated_at, c.last_position,
                COALESCE((
                    SELECT substr(m.content, 1, 200) FROM messages m
                    WHERE m.conversation_id = c.id AND m.role = 'user'
                    ORDER BY m.position LIMIT 1), '') AS first_question
            FROM conversations c
            WHERE c.org = ? AND c.chatbot = ?
            """;

    private final StringBuilder sql = new StringBuilder(HEADS);
    private final List<Object> values = new ArrayList<>();

    private ConversationQuery(ChatbotKey chatbot) {
        values.add(chatbot.org());
        values.add(chatbot.chatbot());
    }

    static ConversationQuery byId(ChatbotKey chatbot, String id) {
        return new ConversationQuery(chatbot).and(" AND c.id = ?", id);
    }

    static ConversationQuery newestFirst(
            ChatbotKey chatbot, Filter filter, Optional<Cursor> after, int limit) {
        var query = new ConversationQuery(chatbot).where(filter);
        after.ifPresent(
                place ->
                        query.and(
                                " AND (c.created_at, c.id) < (?, ?)",
                                Days.millis(place.at()),
                                place.id()));
        return query.and(" ORDER BY c.created_at DESC, c.id DESC LIMIT ?", limit);
    }

    /**
     * @param after continue after this position
     */
    static ConversationQuery oldestFirst(ChatbotKey chatbot, Cursor after, Instant to, int limit) {
        return new ConversationQuery(chatbot)
                .and(" AND (c.created_at, c.id) > (?, ?)", Days.millis(after.at()), after.id())
                .and(" AND c.created_at < ?", Days.millis(to))
                .and(" ORDER BY c.created_at, c.id LIMIT ?", limit);
    }

    String sql() {
        return sql.toString();
    }

    Object[] values() {
        return values.toArray();
    }

    private ConversationQuery where(Filter filter) {
        filter.from().ifPresent(from -> and(" AND c.created_at >= ?", Days.millis(from)));
        filter.to().ifPresent(to -> and(" AND c.created_at < ?", Days.millis(to)));
        filter.verdict().ifPresent(it -> some(Marks.of(it), " AND m.verdict = ?", Rows.name(it)));
        filter.rating().ifPresent(it -> some(Marks.of(it), " AND m.rating = ?", Rows.name(it)));
        filter.outcome().ifPresent(it -> some(Marks.of(it), " AND m.outcome = ?", Rows.name(it)));
        return this;
    }

    /**
     * Selects conversations in which some message meets a condition. The index contains the mark;
     * the few conversations that have it are checked for a message that really meets the condition.
     * The offset keeps PostgreSQL from reading all such messages instead.
     */
    private void some(int mark, String condition, String value) {
        and(" AND (c.marks & ?) <> 0", mark)
                .and(
                        " AND EXISTS (SELECT 1 FROM messages m WHERE m.conversation_id = c.id"
                                + condition
                                + " LIMIT 1 OFFSET 0)",
                        value);
    }

    private ConversationQuery and(String part, Object... its) {
        sql.append(part);
        values.addAll(List.of(its));
        return this;
    }
}
