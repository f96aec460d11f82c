package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.RunningServer;
import io.zaaky.testkit.Conditions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One address that opens more connections than is good for the others. */
class ConnectionLimitTest {
    private static final String OTHER = "127.0.0.2";
    private static final String CHATBOT =
            "GET /api/public/chatbots/acme/bot HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String HEALTH = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";

    /** What the public port takes where there is one stream. */
    private static final int MOST = 1_002;

    private final List<RawVisitor> crowd = new ArrayList<>();

    @TempDir Path folder;

    @AfterEach
    void leave() {
        crowd.forEach(RawVisitor::close);
    }

    @Test
    @Tag("HTTP-20")
    void silentOnesOfOneAddressAreInNobodysWay() {
        try (var server = start("max-streams: 1")) {
            for (int i = 0; i < MOST + 100; i++) {
                crowd.add(RawVisitor.of(server.port()));
            }
            assertServed(RawVisitor.from(OTHER, server.port()), CHATBOT, "session_id");
            assertServed(RawVisitor.of(server.port()), CHATBOT, "session_id");
        }
    }

    @Test
    @Tag("HTTP-20")
    void oneAddressGetsNoMoreThanItLeavesFree() {
        try (var server = start("max-streams: 1")) {
            int served = 0;
            for (int i = 0; i < MOST; i++) {
                served += isServed(RawVisitor.of(server.port()), CHATBOT) ? 1 : 0;
            }
            assertEquals(MOST / 2, served);
            assertServed(RawVisitor.from(OTHER, server.port()), CHATBOT, "session_id");
        }
    }

    @Test
    @Tag("HTTP-20")
    void theManagementPortHasTheSameGuard() {
        try (var server = start("max-streams: 1")) {
            int served = 0;
            for (int i = 0; i < 150; i++) {
                served += isServed(RawVisitor.of(server.managementPort()), HEALTH) ? 1 : 0;
            }
            assertEquals(50, served);
            assertServed(RawVisitor.from(OTHER, server.managementPort()), HEALTH, "UP");
            assertServed(RawVisitor.from(OTHER, server.port()), CHATBOT, "session_id");
        }
    }

    @Test
    void theOperatorMaySetFewerAndAReloadChangesIt() throws IOException {
        try (var server = start("connections-per-address: 2")) {
            assertTrue(isServed(RawVisitor.of(server.port()), CHATBOT));
            assertTrue(isServed(RawVisitor.of(server.port()), CHATBOT));
            assertFalse(isServed(RawVisitor.of(server.port()), CHATBOT));
            assertTrue(isServed(RawVisitor.from(OTHER, server.port()), CHATBOT));

            Files.writeString(
                    folder.resolve("config/zaaky.yaml"), "server: {connections-per-address: 3}\n");
            assertEquals(List.of(), server.reload());
            assertTrue(isServed(RawVisitor.of(server.port()), CHATBOT));
            assertFalse(isServed(RawVisitor.of(server.port()), CHATBOT));
        }
    }

    @Test
    void whoHasItsShareGetsAnotherWhenOneEnds() {
        try (var server = start("connections-per-address: 1")) {
            var first = RawVisitor.of(server.port());
            first.send(CHATBOT.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
            assertTrue(first.isEnded());
            first.close();
            Conditions.await(
                    "another connection",
                    () -> isServed(RawVisitor.of(server.port()), CHATBOT),
                    served -> served);
        }
    }

    @Test
    void aTrustedProxyComesForEverybodyAndHasNoShare() {
        try (var server = start("connections-per-address: 2, trusted-proxies: [127.0.0.1]")) {
            for (int i = 0; i < 10; i++) {
                assertTrue(isServed(RawVisitor.of(server.port()), CHATBOT), "connection " + i);
            }
        }
    }

    private RunningServer start(String settings) {
        return RunningServer.start(
                folder,
                "server: {" + settings + "}\n",
                "chatbots:\n  bot:\n    llm: {provider: extractive}\n");
    }

    private void assertServed(RawVisitor visitor, String request, String answer) {
        crowd.add(visitor);
        visitor.send(request);
        visitor.readUntil(answer);
    }

    /** Whether the connection is served; it stays open. */
    private boolean isServed(RawVisitor visitor, String request) {
        crowd.add(visitor);
        return visitor.isAnswered(request);
    }
}
