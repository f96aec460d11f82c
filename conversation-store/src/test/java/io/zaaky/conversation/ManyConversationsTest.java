package io.zaaky.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.ConversationKey;
import io.zaaky.spi.ConversationStore;
import io.zaaky.spi.Database;
import io.zaaky.spi.MessageState;
import io.zaaky.spi.Role;
import io.zaaky.spi.StoredMessage;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions without end are rows of a database, and nothing in memory. */
class ManyConversationsTest {
    private static final ChatbotKey DESK = new ChatbotKey("harbor", "desk");
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final String TEXT = "What does a berth for a night cost? ".repeat(8);
    private static final int FIRST = 20_000;
    private static final int MANY = 200_000;
    private static final int AT_ONCE = 500;

    /** Less than 60 bytes for each: not even the hash of a session. */
    private static final long MOST_KEPT = 10L << 20;

    /** Those of the pools, which grow by themselves up to a few. */
    private static final int FEW = 10;

    @TempDir private Path folder;

    @Test
    @Tag("COST-10")
    void twoHundredThousandTakeNoMoreMemoryAndThreadsThanAFew() throws Exception {
        try (HikariDataSource pool = Databases.sqlite(folder.resolve("zaaky.db"));
                ConversationStore store =
                        Databases.store(Databases.main(pool, Database.Dialect.SQLITE), DESK)) {
            ask(store, 0, FIRST);
            int threads = ManagementFactory.getThreadMXBean().getThreadCount();
            long before = live();
            ask(store, FIRST, MANY);
            long kept = live() - before;
            assertTrue(kept < MOST_KEPT, "bytes that are kept of 180,000 sessions: " + kept);
            int now = ManagementFactory.getThreadMXBean().getThreadCount();
            assertTrue(now <= threads + FEW, "threads: " + threads + ", then " + now);
            for (int i : new int[] {0, FIRST, MANY - 1}) {
                List<StoredMessage> messages = store.recent(session(i), 10);
                assertEquals(1, messages.size(), "session " + i);
                assertEquals(TEXT + i, messages.getFirst().content());
            }
        }
    }

    /** Many at once share a commit. */
    private static void ask(ConversationStore store, int from, int to) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = from; i < to; i += AT_ONCE) {
                List<Future<?>> all = new ArrayList<>();
                for (int n = i; n < i + AT_ONCE; n++) {
                    int number = n;
                    all.add(threads.submit(() -> append(store, number)));
                }
                for (Future<?> each : all) {
                    each.get();
                }
            }
        }
    }

    private static void append(ConversationStore store, int number) {
        var message =
                new StoredMessage(
                        "message-" + number,
                        Role.USER,
                        TEXT + number,
                        MessageState.COMPLETE,
                        NOON,
                        StoredMessage.Metadata.NONE);
        assertEquals(List.of(), store.append(session(number), List.of(message), 10));
    }

    private static ConversationKey session(int number) {
        return new ConversationKey(DESK, "a-session-of-one-of-many-%06d".formatted(number));
    }

    /** The bytes on the heap that something still refers to. */
    private static long live() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            memory.gc();
            least = Math.min(least, memory.getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
