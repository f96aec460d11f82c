package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.RunningServer;
import io.zaaky.app.config.KeyHashes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths that another server in front of this one may read differently. */
@TestInstance(Lifecycle.PER_CLASS)
class OddPathsTest {
    private static final String KEY = "zk_a-key-of-acme-that-nobody-guesses";
    private static final String DOCUMENTS = "/api/orgs/acme/chatbots/bot/documents";

    private RunningServer server;

    @BeforeAll
    void start(@TempDir Path folder) {
        server =
                RunningServer.start(
                        folder,
                        "",
                        """
                        admin-keys: ["%s"]
                        chatbots: {bot: {llm: {provider: extractive}}}
                        """
                                .formatted(KeyHashes.of(KEY)));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    static Stream<String> routes() {
        return PublicHttp.routes().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("routes")
    @Tag("HTTP-15")
    void noRouteIsReachedByAnOddSpelling(String route) {
        var methods = new ArrayList<>(PublicHttp.routes().get(route));
        methods.addAll(List.of("HEAD", "OPTIONS"));
        for (String spelling : spellings(filledIn(route))) {
            for (String method : methods) {
                assertRefused(server.port(), method, spelling);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/health/ready", "/health/live", "/metrics"})
    @Tag("HTTP-15")
    void neitherIsOneOfTheManagementPort(String path) {
        assertTrue(ask(server.managementPort(), "GET", path).startsWith("HTTP/1.1 200 "), path);
        for (String spelling : spellings(path)) {
            for (String method : List.of("GET", "HEAD")) {
                assertRefused(server.managementPort(), method, spelling);
            }
        }
    }

    /** Placeholders replaced by what there is. */
    private static String filledIn(String route) {
        return route.replace("{org}", "acme")
                .replace("{chatbot}", "bot")
                .replace("{+id}", "docs/a.md")
                .replaceAll("\\{\\w+}", "x");
    }

    private static List<String> spellings(String path) {
        List<String> all = new ArrayList<>();
        for (String end : List.of(";", ";x", ";x=1/", "%3b", "%3Bx", "//", "/.", "/..", "/%2e")) {
            all.add(path + end);
        }
        for (String begin :
                List.of(
                        "/",
                        "/.",
                        "/..",
                        "/;",
                        "/;x",
                        "/..;",
                        "/%2e",
                        "/%2E%2e",
                        "/x/..",
                        "/x/..;",
                        "/x/..;y=z",
                        "/x/%2e%2e",
                        "/x/.%2E;",
                        "/api/public/..;",
                        "/demo/..;/..",
                        "/widget/%2e%2e%3b",
                        "/x/%252e%252e",
                        "/x\\..",
                        "/x%5c..",
                        "/x%2f..",
                        "x:",
                        "http://x/.",
                        "http://x/y/..;",
                        "http://x/")) {
            all.add(begin + path);
        }
        int slash = path.lastIndexOf('/');
        for (String instead : List.of("%2f", "%2F", "\\", "%5c", "%252f", "//", "/./", "/;/")) {
            all.add(path.substring(0, slash) + instead + path.substring(slash + 1));
        }
        all.add(path.substring(1) + "x");
        return all;
    }

    private static void assertRefused(int port, String method, String target) {
        String answer = ask(port, method, target);
        assertTrue(answer.startsWith("HTTP/1.1 400 "), method + " " + target + ": " + answer);
        assertTrue(
                answer.contains("Content-Type: application/problem+json"),
                method + " " + target + ": " + answer);
        if (!method.equals("HEAD")) {
            assertTrue(
                    answer.contains("\"code\":\"invalid_json\""),
                    method + " " + target + ": " + answer);
        }
    }

    private static String ask(int port, String method, String target) {
        return answers(port, request(method, target, "Connection: close\r\n"));
    }

    private static String request(String method, String target, String headers) {
        return method
                + " "
                + target
                + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + KEY
                + "\r\n"
                + headers
                + "\r\n";
    }

    private static String answers(int port, String requests) {
        try (var visitor = RawVisitor.of(port)) {
            visitor.send(requests);
            return visitor.readToEnd();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.txt",
                "docs/v1.2/readme.md",
                "..a/b../.c",
                "~a/...",
                "a%2eb",
                "%7Ea",
                "-/_/0"
            })
    void aDocumentIsReachedByEveryLawfulId(String id) {
        String body = "Content-Type: text/plain\r\nContent-Length: 5\r\nConnection: close\r\n";
        String target = DOCUMENTS + "/" + id;
        String put = answers(server.port(), request("PUT", target, body) + "Hello");
        assertTrue(put.startsWith("HTTP/1.1 201 "), put);
        String got = ask(server.port(), "GET", target);
        assertTrue(got.startsWith("HTTP/1.1 200 "), got);
        String deleted = ask(server.port(), "DELETE", target);
        assertTrue(deleted.startsWith("HTTP/1.1 204 "), deleted);
    }

    @Test
    void theQueryAndTheAbsoluteFormAreAsBefore() {
        for (String target : List.of("/demo?x=/../;//%2e%2e/\\", "http://x/demo", "/dem%6f")) {
            String answer = ask(server.port(), "GET", target.replace("\\", "%5c"));
            assertTrue(answer.startsWith("HTTP/1.1 200 "), target + ": " + answer);
        }
    }

    @Test
    @Tag("HTTP-15")
    void eachRequestOfAConnectionIsLookedAt() {
        String upgrade =
                "Connection: Upgrade, HTTP2-Settings\r\n"
                        + "Upgrade: h2c\r\n"
                        + "HTTP2-Settings: AAMAAABkAAQAAP__\r\n";
        String answer =
                answers(
                        server.port(),
                        request("GET", "/demo", "")
                                + request("POST", "/demo;x", "Content-Length: 4\r\n")
                                + "body"
                                + request("GET", "/demo/..;/demo", upgrade)
                                + request("GET", "/demo", "Connection: close\r\n"));
        List<String> statuses =
                Pattern.compile("HTTP/1\\.1 (\\d+)")
                        .matcher(answer)
                        .results()
                        .map(status -> status.group(1))
                        .toList();
        assertEquals(List.of("200", "400", "400", "200"), statuses);
    }

    @Test
    @Tag("HTTP-01")
    void aHeaderWithoutANameIsRefusedOnBothPorts() {
        for (int port : List.of(server.port(), server.managementPort())) {
            for (String line : List.of(": a\r\n", ":\r\n", " : a\r\n")) {
                String target = port == server.port() ? "/demo" : "/health/live";
                String answer =
                        answers(port, request("GET", target, line + "Connection: close\r\n"));
                assertTrue(answer.startsWith("HTTP/1.1 400 "), line + answer);
            }
        }
    }
}
