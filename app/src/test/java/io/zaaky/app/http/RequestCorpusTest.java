package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.app.RunningServer;
import io.zaaky.app.config.KeyHashes;
import io.zaaky.app.http.RequestCorpus.Odd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that no honest client sends: each gets a documented answer, and the server lives. */
class RequestCorpusTest {
    private static final String KEY = "zk_a-key-of-acme-that-nobody-guesses";
    private static final String CHAT = "/api/public/chat";
    private static final String ADMIN = "/api/orgs/acme/chatbots/bot";
    private static final String FINE = RunningServer.body("acme/bot", "Hello", "");
    private static final int MEGABYTE = 1 << 20;
    private static final int GIANT = 300 * MEGABYTE;

    /** What the systems' buffers between the two may take of a body that nobody reads. */
    private static final int UNREAD = 24 * MEGABYTE;

    private static RunningServer server;

    @BeforeAll
    static void start(@TempDir Path folder) {
        server =
                RunningServer.start(
                        folder,
                        "",
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
    void itLives() {
        assertEquals(200, server.chat(FINE).statusCode());
        assertEquals(200, server.management("/health/live").statusCode());
    }

    static Stream<Odd> corpus() {
        return RequestCorpus.of(KEY).stream();
    }

    @ParameterizedTest
    @Tag("HTTP-07")
    @Tag("HTTP-15")
    @MethodSource("corpus")
    void isAnsweredAsDocumented(Odd odd) {
        String answer = send(odd.request());
        assertTrue(answer.startsWith("HTTP/1.1 "), odd.name() + ": " + answer);
        String status = answer.substring(9, 12);
        String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
        String seen = status;
        if (!status.startsWith("2") && !status.startsWith("3")) {
            assertTrue(answer.contains("application/problem+json"), answer);
            JsonNode problem = RunningServer.json(body);
            assertEquals(status, problem.path("status").asText(), answer);
            seen = status + " " + problem.path("code").asText();
            assertFalse(problem.path("detail").asText().isEmpty(), answer);
        }
        assertTrue(odd.answer().contains(seen), odd.name() + " was answered by " + answer);
        for (String inside : List.of("Exception", "java.", "io.zaaky", "io.helidon", "\tat ")) {
            assertFalse(answer.contains(inside), answer);
        }
    }

    // ------------------------------------------------------------------ giant bodies

    static Stream<Odd> giants() {
        List<Odd> all = new ArrayList<>();
        for (String path : List.of(CHAT, CHAT + "/stream", CHAT + "/stop", ADMIN + "/documents")) {
            all.add(giant(path, "Content-Length: " + GIANT, "413 payload_too_large"));
            all.add(giant(path, "Transfer-Encoding: chunked", "413 payload_too_large"));
            all.add(
                    giant(
                            path,
                            "Content-Encoding: gzip\r\nContent-Length: " + GIANT,
                            "413 payload_too_large",
                            "415 unsupported_media_type"));
            all.add(
                    giant(
                            path,
                            "Content-Encoding: gzip\r\nTransfer-Encoding: chunked",
                            "413 payload_too_large",
                            "415 unsupported_media_type"));
        }
        return all.stream();
    }

    private static Odd giant(String path, String framing, String... answer) {
        String head =
                "POST "
                        + path
                        + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                        + KEY
                        + "\r\nContent-Type: application/json\r\n"
                        + framing
                        + "\r\n\r\n";
        return new Odd(
                path + " " + framing.replace("\r\n", ", "),
                head.getBytes(StandardCharsets.UTF_8),
                Set.of(answer));
    }

    /** How little of the body the server took tells that it keeps none of it. */
    @ParameterizedTest
    @Tag("COST-09")
    @MethodSource("giants")
    void aGiantBodyIsRefusedUnread(Odd odd) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(odd.request());
            byte[] part = new byte[65_536];
            Arrays.fill(part, (byte) ' ');
            boolean chunked = odd.name().contains("chunked");
            byte[] size = "10000\r\n".getBytes(StandardCharsets.US_ASCII);
            long sent = 0;
            try {
                while (sent < GIANT && socket.getInputStream().available() == 0) {
                    out.write(chunked ? size : new byte[0]);
                    out.write(part);
                    out.write(chunked ? "\r\n".getBytes(StandardCharsets.US_ASCII) : new byte[0]);
                    sent += part.length;
                }
            } catch (IOException e) {
                assertTrue(sent < UNREAD, "the connection ended after " + sent);
            }
            assertTrue(sent < UNREAD, "it took " + sent + " bytes");
            String answer = head(socket.getInputStream());
            assertTrue(
                    odd.answer().stream()
                            .anyMatch(each -> answer.contains(" " + each.split(" ", 2)[0] + " ")),
                    answer);
        }
    }

    private static String head(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.write(c);
        }
        return line.toString(StandardCharsets.US_ASCII);
    }

    private static String send(byte[] request) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request);
            var read = new ByteArrayOutputStream();
            byte[] part = new byte[8192];
            for (int n = socket.getInputStream().read(part);
                    n >= 0;
                    n = socket.getInputStream().read(part)) {
                read.write(part, 0, n);
            }
            return read.toString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "no answer: " + e;
        }
    }
}
