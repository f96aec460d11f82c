package io.zaaky.conversation;

import com.zaxxer.hikari.HikariDataSource;
import io.zaaky.spi.ContextQuality.Verdict;
import io.zaaky.spi.ConversationArchive.Filter;
import io.zaaky.spi.ConversationArchive.Page;
import io.zaaky.spi.ConversationStore;
import io.zaaky.spi.Cursor;
import io.zaaky.spi.Database;
import io.zaaky.spi.Feedback.Rating;
import io.zaaky.spi.Outcome;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures what administrators read from a database with many conversations. A program, no test:
 * {@code ArchiveFigures JDBC-URL [CONVERSATIONS]}, with a database that is empty, or that an
 * earlier run has filled.
 */
final class ArchiveFigures {
    private static final int MESSAGES = 4;
    private static final long BEGIN = 1_750_000_000_000L;
    private static final String QUALITY =
            "{\"verdict\":\"GOOD\",\"score\":0.5,\"documents\":2,\"reasons\":[\"r\"]}";

    private final PrintStream out = System.out;
    private final ConversationStore store;

    private ArchiveFigures(ConversationStore store) {
        this.store = store;
    }

    public static void main(String[] arguments) throws SQLException {
        String url = arguments[0];
        int conversations = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100_000;
        Database.Dialect dialect =
                url.startsWith("jdbc:sqlite")
                        ? Database.Dialect.SQLITE
                        : Database.Dialect.POSTGRESQL;
        try (HikariDataSource pool = Databases.pool(url, 4);
                ConversationStore store =
                        Databases.store(Databases.main(pool, dialect), SqliteTestSupport.DESK)) {
            store.check();
            fill(pool, dialect, conversations);
            new ArchiveFigures(store).measure();
        }
    }

    private static void fill(HikariDataSource pool, Database.Dialect dialect, int conversations)
            throws SQLException {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            if (dialect == Database.Dialect.POSTGRESQL) {
                connection
                        .createStatement()
                        .execute("SELECT set_config('zaaky.org', 'harbor', true)");
            }
            var there =
                    connection.createStatement().executeQuery("SELECT count(*) FROM conversations");
            there.next();
            if (there.getInt(1) == 0) {
                insert(connection, conversations);
            }
            connection.commit();
            connection.setAutoCommit(true);
            connection.createStatement().execute("ANALYZE");
        }
    }

    /** One in ten thousand answers is weak, one in five thousand rated down, half of them good. */
    private static void insert(Connection connection, int conversations) throws SQLException {
        try (PreparedStatement conversation =
                        connection.prepareStatement(
                                """
                                INSERT INTO conversations (id, org, chatbot, session_hash,
                                    created_at, updated_at, last_position, marks)
                                VALUES (?, 'harbor', 'desk', ?, ?, ?, 4, ?)
                                """);
                PreparedStatement message =
                        connection.prepareStatement(
                                """
                                INSERT INTO messages (id, org, chatbot, conversation_id, position,
                                    role, content, state, created_at, provider, model,
                                    prompt_tokens, completion_tokens, tokens_estimated, error_code,
                                    sources, context_quality, lookup, outcome, verdict, unsure,
                                    rating)
                                VALUES (?, 'harbor', 'desk', ?, ?, ?, ?, ?, ?, 'openai', 'small',
                                    1000, 100, 0, '', ?, ?, ?, ?, ?, ?, ?)
                                """)) {
            for (int i = 0; i < conversations; i++) {
                boolean weak = i % 10_000 == 17;
                boolean down = i % 5_000 == 18;
                String id = Integer.toHexString(i * 0x9E3779B1) + "-" + i;
                conversation.setString(1, id);
                conversation.setString(2, "hash " + i);
                conversation.setLong(3, BEGIN + i * 1000L);
                conversation.setLong(4, BEGIN + i * 1000L + 500);
                conversation.setInt(5, 32 | (weak ? 2 : 1) | (down ? 16 : 0));
                conversation.addBatch();
                for (int position = 1; position <= MESSAGES; position++) {
                    boolean answer = position % 2 == 0;
                    boolean last = position == MESSAGES;
                    message.setString(1, i + "-" + position);
                    message.setString(2, id);
                    message.setInt(3, position);
                    message.setString(4, answer ? "assistant" : "user");
                    message.setString(5, text(i, position));
                    message.setString(6, "complete");
                    message.setLong(7, BEGIN + i * 1000L);
                    message.setString(8, answer ? "[\"" + "s".repeat(1500) + "\"]" : "[]");
                    message.setString(9, QUALITY);
                    message.setString(10, answer ? "{\"x\":\"" + "l".repeat(600) + "\"}" : "");
                    message.setString(11, answer ? "complete" : "");
                    message.setString(12, !answer ? "" : last && weak ? "weak" : "good");
                    message.setInt(13, last && weak ? 1 : 0);
                    message.setString(14, last && down ? "down" : "");
                    message.addBatch();
                }
                if (i % 500 == 499) {
                    conversation.executeBatch();
                    message.executeBatch();
                }
            }
            conversation.executeBatch();
            message.executeBatch();
        }
    }

    private static String text(int conversation, int position) {
        String begin = "Question number " + conversation + ", part " + position + ". ";
        return position % 2 == 1 ? begin : begin + "An answer of some length. ".repeat(15);
    }

    private void measure() {
        Filter all = Filter.ALL;
        pages("all, first page", all, Optional.empty());
        pages("all, in the middle", all, cursor(50_000));
        pages("all, near the end", all, cursor(60));
        pages("weak, first page (rare)", filter(Optional.of(Verdict.WEAK), "", ""), NOWHERE);
        pages("good, first page", filter(Optional.of(Verdict.GOOD), "", ""), NOWHERE);
        pages("rated down (rare)", filter(Optional.empty(), "down", ""), NOWHERE);
        pages("failed (none at all)", filter(Optional.empty(), "failed", ""), NOWHERE);
        time("text that is in the newest", () -> list(text("number 99"), NOWHERE));
        time("text that is nowhere", () -> list(text("nowhere to be found"), NOWHERE));
        time(
                "questions not answered well",
                () ->
                        store.archive()
                                .unanswered(
                                        SqliteTestSupport.DESK, Instant.MIN, Instant.MAX, _ -> {}));
        time(
                "usage of a month",
                () -> store.ledger().sums(SqliteTestSupport.DESK, LocalDate.MIN, LocalDate.MAX));
        export();
    }

    private static final Optional<Cursor> NOWHERE = Optional.empty();

    private static Optional<Cursor> cursor(int conversation) {
        return Optional.of(new Cursor(Instant.ofEpochMilli(BEGIN + conversation * 1000L), ""));
    }

    private static Filter text(String text) {
        return filter(Optional.empty(), "", text);
    }

    private static Filter filter(Optional<Verdict> verdict, String what, String text) {
        return new Filter(
                Optional.empty(),
                Optional.empty(),
                verdict,
                what.equals("down") ? Optional.of(Rating.DOWN) : Optional.empty(),
                what.equals("failed") ? Optional.of(Outcome.FAILED) : Optional.empty(),
                text);
    }

    private Page list(Filter filter, Optional<Cursor> after) {
        return store.archive().list(SqliteTestSupport.DESK, filter, after, 50);
    }

    private void pages(String what, Filter filter, Optional<Cursor> after) {
        time(what, () -> list(filter, after));
    }

    private void time(String what, Runnable call) {
        long[] micros = new long[15];
        for (int i = 0; i < micros.length; i++) {
            long begin = System.nanoTime();
            call.run();
            micros[i] = (System.nanoTime() - begin) / 1000;
            if (micros[i] > 1_000_000) {
                micros = new long[] {micros[i]};
                break;
            }
        }
        Arrays.sort(micros);
        out.printf(
                "%-30s median %7.2f ms, longest %7.2f ms%n",
                what, micros[micros.length / 2] / 1e3, micros[micros.length - 1] / 1e3);
    }

    private void export() {
        Runtime runtime = Runtime.getRuntime();
        var most = new AtomicLong();
        var count = new AtomicLong();
        long begin = System.nanoTime();
        store.archive()
                .export(
                        SqliteTestSupport.DESK,
                        Instant.MIN,
                        Instant.MAX,
                        conversation -> {
                            if (count.incrementAndGet() % 5000 == 0) {
                                System.gc();
                                most.accumulateAndGet(
                                        runtime.totalMemory() - runtime.freeMemory(), Math::max);
                            }
                        });
        out.printf(
                "export of %d: %d ms with collections, most memory alive %d MB%n",
                count.get(), (System.nanoTime() - begin) / 1_000_000, most.get() >> 20);
    }
}
