package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.RunningServer;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Visitors who begin ever new sessions. */
class ManySessionsTest {
    private static final int MANY = 1500;

    /** Those of the pools, which grow by themselves up to a few. */
    private static final int FEW = 20;

    @TempDir Path folder;

    @Test
    @Tag("COST-10")
    void leaveNoThreadsBehindAndTheOldestCanStillBeRead() {
        try (var server =
                RunningServer.start(
                        folder,
                        "",
                        """
                        chatbots:
                          bot:
                            llm: {provider: extractive}
                            limits: {messages-per-minute: 1000000}
                            streaming: {resume-grace: 0s}
                        """)) {
            ask(server, 0);
            int threads = ManagementFactory.getThreadMXBean().getThreadCount();
            for (int i = 1; i < MANY; i++) {
                ask(server, i);
            }
            assertTrue(ManagementFactory.getThreadMXBean().getThreadCount() < threads + FEW);
            assertEquals(2, server.history("acme/bot", session(0)).size());
            assertEquals(2, server.history("acme/bot", session(MANY - 1)).size());
        }
    }

    private static void ask(RunningServer server, int number) {
        assertEquals(
                200,
                server.chat(RunningServer.body("acme/bot", "Hello", session(number))).statusCode());
    }

    private static String session(int number) {
        return "a-session-of-one-of-many-%06d".formatted(number);
    }
}
