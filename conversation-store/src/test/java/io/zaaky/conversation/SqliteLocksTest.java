package io.zaaky.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import io.zaaky.spi.ConversationKey;
import io.zaaky.spi.ConversationStore;
import io.zaaky.spi.Database;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import io.zaaky.spi.StoredMessage;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many threads, several processes, locks. */
class SqliteLocksTest extends SqliteTestSupport {
    @Test
    @Tag("DUR-05")
    void fiveHundredQuestionsAtOnceAreAllThereAfterwards() throws Exception {
        List<ConversationKey> keys = new ArrayList<>();
        try (HikariDataSource pool = Databases.sqlite(file());
                ConversationStore store = store(pool);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                var key = key();
                keys.add(key);
                calls.add(threads.submit(() -> store.append(key, List.of(message("hello")), 10)));
            }
            for (Future<?> call : calls) {
                call.get();
            }
        }
        ConversationStore reopened = store(pool(file()));
        for (ConversationKey key : keys) {
            assertEquals(1, reopened.recent(key, 10).size(), "an acknowledged message is lost");
        }
    }

    @Test
    @Tag("DUR-04")
    void whileAnotherProcessWritesQuestionsWaitAndVirtualThreadsRunOn() throws Exception {
        ConversationStore store = store(pool(file()));
        store.append(key(), turn(), 0);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> calls = new ArrayList<>();
            try (Connection other = lock()) {
                for (int i = 0; i < 50; i++) {
                    calls.add(threads.submit(() -> store.append(key(), turn(), 10)));
                }
                var passed = new CountDownLatch(1000);
                for (int i = 0; i < 1000; i++) {
                    threads.execute(passed::countDown);
                }
                assertTrue(passed.await(4, TimeUnit.SECONDS), "virtual threads stand still");
                assertTrue(calls.stream().noneMatch(Future::isDone), "wrote through a lock");
                other.rollback();
            }
            for (Future<?> call : calls) {
                call.get();
            }
        }
    }

    @Test
    @Tag("DUR-05")
    void aReaderFromOutsideWhoHoldsHisSnapshotStopsNobody() throws Exception {
        ConversationStore store = store(pool(file()));
        store.append(key(), turn(), 0);
        try (Connection reader = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = reader.createStatement();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            reader.setAutoCommit(false);
            assertEquals(1, messages(statement));
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                calls.add(
                        threads.submit(
                                () -> {
                                    for (int n = 0; n < 10; n++) {
                                        store.append(key(), turn(), 10);
                                    }
                                }));
            }
            for (Future<?> call : calls) {
                call.get();
            }
            assertEquals(1, messages(statement), "the snapshot is not held");
        }
        assertEquals(641, count("SELECT count(*) FROM messages"));
    }

    private static int messages(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM messages")) {
            return rows.getInt(1);
        }
    }

    @Test
    void aLockHeldForTooLongIsToldAndNothingIsWritten() throws Exception {
        ConversationStore store = store(pool(file()));
        ConversationKey key = key();
        store.append(key, turn(), 0);
        try (Connection other = lock()) {
            PluginException failure =
                    assertThrows(PluginException.class, () -> store.append(key, turn(), 0));
            assertEquals(Reason.UNAVAILABLE, failure.reason());
            assertSays("locked", failure);
            assertEquals(1, store.recent(key, 10).size(), "reads go on beside a writer");
            other.rollback();
        }
        store.append(key, turn(), 0);
        assertEquals(2, store.recent(key, 10).size());
    }

    @Test
    void anInterruptedCallerInTheQueueWithdrawsItsMessage() throws Exception {
        HikariDataSource pool = pool(file());
        store(pool).append(key(), turn(), 0);
        Lanes lanes = register(Lanes.over(Databases.main(pool, Database.Dialect.SQLITE)));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Long> first;
            try (Connection other = lock()) {
                var begun = new CountDownLatch(1);
                Work<Long> work =
                        tx -> {
                            begun.countDown();
                            return tx.update(TOUCH);
                        };
                first = threads.submit(() -> lanes.writes().run(Tenancy.NOBODY, work));
                begun.await();
                PluginException cancelled = interrupted(lanes);
                assertEquals(Reason.CANCELLED, cancelled.reason(), cancelled.getMessage());
                other.rollback();
            }
            assertEquals(1, first.get());
        }
        assertEquals(1, count("SELECT updated_at - created_at FROM conversations"));
    }

    private static final String TOUCH = "UPDATE conversations SET updated_at = updated_at + 1";

    /** What a caller gets that was interrupted before its turn. */
    private static PluginException interrupted(Lanes lanes) {
        Thread.currentThread().interrupt();
        try {
            return assertThrows(
                    PluginException.class,
                    () -> lanes.writes().run(Tenancy.NOBODY, tx -> tx.update(TOUCH)));
        } finally {
            assertTrue(Thread.interrupted(), "the interrupt was swallowed");
        }
    }

    @Test
    void oneBadMessageInAGroupFailsAloneAndTheOthersAreKept() throws Exception {
        ConversationStore store = store(pool(file()));
        StoredMessage taken = message("taken");
        store.append(key(), List.of(taken), 0);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<ConversationKey> keys = new ArrayList<>();
            List<Future<?>> good = new ArrayList<>();
            Future<?> bad;
            try (Connection other = lock()) { // so that all of them gather
                bad = threads.submit(() -> store.append(key(), List.of(message("x"), taken), 0));
                for (int i = 0; i < 20; i++) {
                    ConversationKey key = key();
                    keys.add(key);
                    good.add(threads.submit(() -> store.append(key, turn(), 0)));
                }
                other.rollback();
            }
            for (Future<?> call : good) {
                call.get();
            }
            var failure = assertThrows(ExecutionException.class, bad::get);
            var cause = assertInstanceOf(PluginException.class, failure.getCause());
            assertEquals(Reason.REJECTED, cause.reason());
            for (ConversationKey key : keys) {
                assertEquals(1, store.recent(key, 10).size());
            }
        }
    }

    @Test
    void twoProcessesThatStartTogetherOnANewFileBothWork() throws Exception {
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                ConversationStore store = store(pool(file()));
                calls.add(threads.submit(() -> store.append(key(), turn(), 0)));
            }
            for (Future<?> call : calls) {
                call.get();
            }
        }
        assertEquals(4, count("SELECT count(*) FROM messages"));
        assertEquals(1, count("SELECT count(*) FROM conversation_schema WHERE version = '1'"));
    }
}
