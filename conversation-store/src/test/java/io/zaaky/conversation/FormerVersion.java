package io.zaaky.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.zaaky.spi.ContextQuality.Verdict;
import io.zaaky.spi.ConversationArchive.Filter;
import io.zaaky.spi.ConversationArchive.Unanswered;
import io.zaaky.spi.ConversationStore;
import io.zaaky.spi.ConversationSummary;
import io.zaaky.spi.Database;
import io.zaaky.spi.Outcome;
import io.zaaky.spi.Timing;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A database as an earlier version of the tables has left it, with one conversation. */
final class FormerVersion {
    private static final Instant AT = Instant.ofEpochMilli(1_700_000_000_000L);

    private FormerVersion() {}

    /**
     * @param version of the tables: 1 or 2
     */
    static void make(Database database, String version) throws SQLException {
        var _ = Schema.flyway(database).target(version).load().migrate();
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    INSERT INTO conversations (id, org, chatbot, session_hash, created_at,
                        updated_at, last_position)
                    VALUES ('c1', 'harbor', 'desk', 'hash', 1700000000000, 1700000000000, 10)
                    """);
            String good = quality("GOOD", "\"two documents\"", "");
            insert(statement, 1, "user", "complete", "", quality("NONE", "", ""));
            insert(statement, 2, "assistant", "complete", "", good);
            insert(statement, 3, "user", "complete", "", quality("NONE", "", ""));
            insert(statement, 4, "assistant", "refused", "", quality("NONE", "\"none\"", ""));
            insert(
                    statement,
                    5,
                    "assistant",
                    "complete",
                    "",
                    quality("NONE", "\"hi\"", "greeting"));
            insert(statement, 6, "assistant", "incomplete", "", quality("NONE", "", ""));
            insert(statement, 7, "assistant", "failed", "internal", quality("NONE", "", ""));
            insert(statement, 8, "assistant", "running", "", quality("NONE", "", ""));
            insert(
                    statement,
                    9,
                    "assistant",
                    "stopped",
                    "",
                    quality("WEAK", "\"so \\\\\"verdict\\\\\":\\\\\"GOOD\\\\\" to say\"", ""));
            insert(statement, 10, "assistant", "complete", "", "no JSON");
        }
    }

    /** What the rows say. */
    private static String quality(String verdict, String reasons, String smallTalk) {
        return "{\"verdict\":\"%s\",\"score\":0.5,\"documents\":1,\"reasons\":[%s],\"smallTalk\":\"%s\"}"
                .formatted(verdict, reasons.replace("\\\\", "\\"), smallTalk);
    }

    private static void insert(
            Statement statement,
            int position,
            String role,
            String state,
            String errorCode,
            String quality)
            throws SQLException {
        statement.execute(
                """
                INSERT INTO messages (id, org, chatbot, conversation_id, position, role, content,
                    state, created_at, provider, model, prompt_tokens, completion_tokens,
                    tokens_estimated, error_code, sources, context_quality)
                VALUES ('m%d', 'harbor', 'desk', 'c1', %d, '%s', 'text %d', '%s', 1700000000000,
                    'openai', 'small', 10, 1, 0, '%s', '[]', '%s')
                """
                        .formatted(position, position, role, position, state, errorCode, quality));
    }

    /** That nothing is lost, and that administrators find it. */
    static void assertIsKept(ConversationStore store) {
        ConversationSummary found =
                store.archive()
                        .list(SqliteTestSupport.DESK, Filter.ALL, Optional.empty(), 10)
                        .conversations()
                        .getFirst();
        assertEquals(
                new ConversationSummary(
                        "c1",
                        AT,
                        AT,
                        2,
                        "text 1",
                        Map.of(Verdict.GOOD, 1, Verdict.WEAK, 1, Verdict.NONE, 2),
                        Map.of(),
                        Map.of(
                                Outcome.COMPLETE,
                                3,
                                Outcome.REFUSED,
                                1,
                                Outcome.LEFT,
                                1,
                                Outcome.FAILED,
                                1,
                                Outcome.STOPPED,
                                1),
                        110),
                found);
        var whole = store.archive().find(SqliteTestSupport.DESK, "c1").orElseThrow();
        assertEquals(10, whole.messages().size());
        assertEquals(Optional.empty(), whole.messages().getFirst().message().metadata().lookup());
        assertEquals(Timing.NONE, whole.messages().getFirst().message().metadata().timing());
        for (Outcome outcome : Outcome.values()) {
            assertEquals(
                    found.outcomes().containsKey(outcome) ? 1 : 0,
                    listed(store, outcome),
                    outcome::name);
        }
        List<Unanswered> questions = new ArrayList<>();
        store.archive()
                .unanswered(SqliteTestSupport.DESK, Instant.MIN, Instant.MAX, questions::add);
        assertEquals(List.of("m9", "m4"), questions.stream().map(Unanswered::messageId).toList());
        assertEquals(1, store.closeRunning(SqliteTestSupport.DESK));
    }

    private static int listed(ConversationStore store, Outcome outcome) {
        var filter =
                new Filter(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(outcome),
                        "");
        return store.archive()
                .list(SqliteTestSupport.DESK, filter, Optional.empty(), 10)
                .conversations()
                .size();
    }
}
