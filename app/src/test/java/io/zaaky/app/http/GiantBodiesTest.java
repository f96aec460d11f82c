package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.RunningServer;
import io.zaaky.app.config.KeyHashes;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bodies of 300 MB to every call that takes one. How little is sent before the answer is there
 * shows how little of it is waited for; the live memory, how little is kept.
 */
class GiantBodiesTest {
    private static final String KEY = "zk_a-key-of-acme-that-nobody-guesses";
    private static final String BOT = "/api/orgs/acme/chatbots/bot";
    private static final String JSON = "application/json";
    private static final String FORM = "multipart/form-data; boundary=b";
    private static final int KILOBYTE = 1 << 10;
    private static final int MEGABYTE = 1 << 20;
    private static final int GIANT = 300 * MEGABYTE;
    private static final int MOST_JSON = 64 * KILOBYTE;
    private static final int MOST_UPLOADED = 2 * MEGABYTE;

    /** More than is read before a refusal, and than the system takes before the server reads it. */
    private static final int LARGE = 16 * MEGABYTE;

    /** What is read at once besides what is looked at. */
    private static final int SLACK = 64 * KILOBYTE;

    private static final String PART = "x".repeat(16 * KILOBYTE);
    private static final int MANY = 10;
    private static final int MOST_KEPT = 20 * MEGABYTE;

    private static RunningServer server;

    /**
     * A call that takes a body.
     *
     * @param most how large it may be
     */
    record Call(String method, String path, String type, int most) {
        String head(String framing) {
            return method
                    + " "
                    + path
                    + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                    + KEY
                    + "\r\nContent-Type: "
                    + type
                    + "\r\n"
                    + framing
                    + "\r\n\r\n";
        }

        @Override
        public String toString() {
            return method + " " + path + " " + type;
        }
    }

    private static final List<Call> CALLS =
            List.of(
                    new Call("POST", "/api/public/chat", JSON, MOST_JSON),
                    new Call("POST", "/api/public/chat/stream", JSON, MOST_JSON),
                    new Call("POST", "/api/public/chat/chunked", JSON, MOST_JSON),
                    new Call("POST", "/api/public/chat/stop", JSON, MOST_JSON),
                    new Call("POST", "/api/public/feedback", JSON, MOST_JSON),
                    new Call("POST", BOT + "/search", JSON, MOST_JSON),
                    new Call("POST", BOT + "/documents", JSON, MOST_JSON),
                    new Call("POST", BOT + "/documents", FORM, MOST_UPLOADED + MEGABYTE),
                    new Call("PUT", BOT + "/documents/giant.txt", "text/plain", MOST_UPLOADED));

    @BeforeAll
    static void start(@TempDir Path folder) {
        server =
                RunningServer.start(
                        folder,
                        "server: {max-upload-size: 2MiB, shutdown-grace: 0s}\n",
                        """
                        admin-keys: ["%s"]
                        chatbots:
                          bot:
                            llm: {provider: extractive}
                            limits: {messages-per-minute: 1000000}
                        """
                                .formatted(KeyHashes.of(KEY)));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void itAnswersOnAndHasKeptNothing() {
        assertAnswers();
        assertEquals(
                0,
                RunningServer.json(
                                server.get(BOT + "/documents", "Authorization", "Bearer " + KEY)
                                        .body())
                        .path("documents")
                        .size());
    }

    static Stream<Arguments> announced() {
        return CALLS.stream()
                .flatMap(
                        call ->
                                Stream.of(
                                        Arguments.of(call, "Content-Length: " + GIANT, 413),
                                        Arguments.of(
                                                call,
                                                "Content-Encoding: gzip\r\nContent-Length: "
                                                        + GIANT,
                                                415),
                                        Arguments.of(
                                                call,
                                                "Content-Encoding: gzip\r\n"
                                                        + "Transfer-Encoding: chunked",
                                                415)));
    }

    @ParameterizedTest
    @Tag("COST-09")
    @MethodSource("announced")
    void whatIsAnnouncedTooLargeOrCompressedIsRefusedBeforeAnyOfItIsSent(
            Call call, String framing, int status) {
        try (var visitor = RawVisitor.of(server.port())) {
            visitor.send(call.head(framing));
            assertRefused(visitor, status);
        }
    }

    static List<Call> calls() {
        return CALLS;
    }

    @ParameterizedTest
    @Tag("COST-09")
    @MethodSource("calls")
    void whatComesInChunksIsRefusedAsSoonAsItIsTooLarge(Call call) {
        try (var visitor = RawVisitor.of(server.port())) {
            visitor.send(call.head("Transfer-Encoding: chunked"));
            sendChunks(visitor, call.most() + SLACK);
            assertRefused(visitor, 413);
        }
    }

    @ParameterizedTest
    @Tag("COST-09")
    @MethodSource("calls")
    void soIsOneChunkThatIsGiant(Call call) {
        try (var visitor = RawVisitor.of(server.port())) {
            visitor.send(call.head("Transfer-Encoding: chunked"));
            visitor.send(Integer.toHexString(GIANT) + "\r\n");
            for (int sent = 0; sent < call.most() + SLACK; sent += PART.length()) {
                visitor.sendOrBeEnded(PART);
            }
            assertRefused(visitor, 413);
        }
    }

    /** Many clients do so. If the connection ended at once, they would be told of a reset. */
    @ParameterizedTest
    @Tag("COST-09")
    @MethodSource("calls")
    void whoSendsAllOfItBeforeReadingIsToldWhyItWasRefused(Call call) {
        try (var visitor = RawVisitor.of(server.port())) {
            visitor.send(call.head("Content-Length: " + LARGE));
            for (int sent = 0; sent < LARGE; sent += PART.length()) {
                visitor.send(PART);
            }
            assertRefused(visitor, 413);
        }
        try (var visitor = RawVisitor.of(server.port())) {
            visitor.send(call.head("Transfer-Encoding: chunked"));
            for (int sent = 0; sent < LARGE; sent += PART.length()) {
                visitor.send("4000\r\n" + PART + "\r\n");
            }
            assertRefused(visitor, 413);
        }
    }

    private static void sendChunks(RawVisitor visitor, int bytes) {
        for (int sent = 0; sent < bytes; sent += PART.length()) {
            visitor.sendOrBeEnded("4000\r\n" + PART + "\r\n");
        }
    }

    /** And the connection ends, soon if nothing more is sent. */
    private static void assertRefused(RawVisitor visitor, int status) {
        String told = visitor.readUntil("}");
        visitor.shutdownOutput();
        String answer = told + visitor.readToEnd();
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
        String code = status == 415 ? "unsupported_media_type" : "payload_too_large";
        String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
        assertEquals(code, RunningServer.json(body).path("code").asText(), answer);
    }

    /** Each call by many clients at once, none of which ends its body. */
    @Test
    @Tag("COST-09")
    void manyAtOnceTakeLittleMemoryAndNobodyElsesAnswer() {
        assertAnswers();
        long before = live();
        List<RawVisitor> visitors = new ArrayList<>();
        for (Call call : CALLS.subList(0, 7)) {
            for (int i = 0; i < MANY; i++) {
                var announced = RawVisitor.of(server.port());
                announced.send(call.head("Content-Length: " + GIANT));
                visitors.add(announced);
                var chunked = RawVisitor.of(server.port());
                chunked.send(call.head("Transfer-Encoding: chunked"));
                sendChunks(chunked, 32 * KILOBYTE);
                visitors.add(chunked);
            }
        }
        assertAnswers();
        long during = live() - before;
        assertTrue(during < MOST_KEPT, "bytes that are kept meanwhile: " + during);
        visitors.forEach(RawVisitor::close);
        assertAnswers();
    }

    @Test
    @Tag("COST-09")
    void uploadsThatWereRefusedLeaveNothingInMemory() {
        assertAnswers();
        long before = live();
        for (int i = 0; i < MANY; i++) {
            for (Call call : CALLS.subList(7, 9)) {
                whatComesInChunksIsRefusedAsSoonAsItIsTooLarge(call);
            }
        }
        long kept = live() - before;
        assertTrue(kept < MOST_KEPT, "bytes that are kept of 50 MB: " + kept);
    }

    private static void assertAnswers() {
        assertEquals(200, server.chat(RunningServer.body("acme/bot", "Hello", "")).statusCode());
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
