package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.app.RunningServer;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Visitors who begin ever new sessions. */
class ManySessionsTest {
    private static final int FIRST = 1000;
    private static final int MANY = 4000;
    private static final int AT_ONCE = 4;

    /** Long, so that it would be seen in memory if it were kept there. */
    private static final String MESSAGE = "Hello " + "x".repeat(16_000);

    /** Of each session: its count and whose answer was whose, of which there are bounds as well. */
    private static final int MOST_KEPT = 4096;

    /** Those of the pools, which grow by themselves up to a few. */
    private static final int FEW = 20;

    @TempDir Path folder;

    @Test
    @Tag("COST-10")
    void leaveNoThreadsAndNoTextsBehindAndTheOldestCanStillBeRead() throws Exception {
        try (var server =
                RunningServer.start(
                        folder,
                        "",
                        """
                        chatbots:
                          bot:
                            llm: {provider: extractive}
                            limits: {messages-per-minute: 1000000, message-characters: 20000, concurrent-answers: 1000}
                            streaming: {resume-grace: 0s}
                        """)) {
            ask(server, 0, FIRST);
            int threads = ManagementFactory.getThreadMXBean().getThreadCount();
            long before = live();
            ask(server, FIRST, MANY);
            long kept = (live() - before) / (MANY - FIRST);
            assertTrue(kept < MOST_KEPT, "bytes that are kept of a session: " + kept);
            assertTrue(ManagementFactory.getThreadMXBean().getThreadCount() < threads + FEW);
            for (int i : new int[] {0, FIRST, MANY - 1}) {
                List<JsonNode> messages = server.history("acme/bot", session(i));
                assertEquals(2, messages.size(), () -> messages.toString());
                assertEquals(MESSAGE, messages.getFirst().path("content").asText());
            }
        }
    }

    private static void ask(RunningServer server, int from, int to) throws Exception {
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = from; i < to; i++) {
                String body = RunningServer.body("acme/bot", MESSAGE, session(i));
                all.add(threads.submit(() -> assertEquals(200, server.chat(body).statusCode())));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
    }

    private static String session(int number) {
        return "a-session-of-one-of-many-%06d".formatted(number);
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
