package io.zaaky.e2e;

import static io.zaaky.e2e.NginxVisitor.question;
import static io.zaaky.e2e.NginxVisitor.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the shipped nginx configuration lets through, and what it says to the rest. */
@TestInstance(Lifecycle.PER_CLASS)
final class NginxGuardIT {
    private NginxStage stage;

    @BeforeAll
    void start(@TempDir Path folder) {
        stage = NginxStage.open(folder);
    }

    @AfterAll
    void stop() {
        stage.close();
    }

    @BeforeEach
    void forget() {
        stage.zaaky().answers(NginxUpstream::ok);
        stage.zaaky().requests();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/public/chat",
                "/api/public/chat/stop",
                "/api/public/chat/history?chatbot_id=harbor/desk",
                "/api/public/chatbots/harbor/desk",
                "/chat-widget.js",
                "/widget/panel.js",
                "/demo?chatbot=harbor/desk",
                "/demo/demo.css"
            })
    void thePublicPathsReachZaaky(String target) throws IOException {
        var response = stage.visitor().send(request(stage.nginx().tls(target)));
        assertEquals(200, response.statusCode(), response.body());
        assertEquals(target, stage.zaaky().requests().getFirst().target());
    }

    @ParameterizedTest
    @Tag("HTTP-15")
    @ValueSource(
            strings = {
                "/",
                "/health/ready",
                "/metrics",
                "/observe/metrics",
                "/api/orgs/harbor/chatbots/desk/documents",
                "/api/platform/reload",
                "/demonstration"
            })
    void everyOtherPathIsNotThere(String target) throws IOException {
        var response = stage.visitor().send(request(stage.nginx().tls(target)));
        assertProblem(response, 404, "not_found");
        assertEquals(List.of(), stage.zaaky().requests());
    }

    @Test
    void aBodyOf64KiBPassesAndOneByteMoreIsRefused() throws IOException {
        URI chat = stage.nginx().tls("/api/public/chat");
        var passed = stage.visitor().send(question(chat, "x".repeat(64 * 1024)));
        assertEquals(200, passed.statusCode(), passed.body());
        assertEquals(64 * 1024, stage.zaaky().requests().getFirst().bytes());
        var refused = stage.visitor().send(question(chat, "x".repeat(64 * 1024 + 1)));
        assertProblem(refused, 413, "payload_too_large");
        assertEquals(List.of(), stage.zaaky().requests());
    }

    @Test
    @Tag("COST-01")
    @Tag("HTTP-16")
    void whatAVisitorClaimsAboutAddressesIsReplaced() throws IOException {
        URI chat = stage.nginx().tls("/api/public/chat");
        stage.visitor()
                .send(
                        question(chat, "{}")
                                .header("X-Forwarded-For", "203.0.113.9")
                                .header("X-Real-IP", "203.0.113.9")
                                .header("Forwarded", "for=203.0.113.9")
                                .header("X-Forwarded-Proto", "gopher")
                                .header("X-Forwarded-Host", "evil.example")
                                .header("X-Request-Id", "chosen-by-the-visitor"));
        var seen = stage.zaaky().requests().getFirst();
        String host = "localhost:" + stage.nginx().tlsPort();
        assertEquals(List.of("127.0.0.1"), seen.header("X-Forwarded-For"));
        assertEquals(List.of("127.0.0.1"), seen.header("X-Real-IP"));
        assertEquals(List.of(), seen.header("Forwarded"));
        assertEquals(List.of("https"), seen.header("X-Forwarded-Proto"));
        assertEquals(List.of(host), seen.header("X-Forwarded-Host"));
        assertEquals(List.of(host), seen.header("Host"));
        String id = seen.header("X-Request-Id").getFirst();
        assertTrue(id.matches("[0-9a-f]{32}"), id);
    }

    @Test
    void plainHttpIsSentToHttps() throws IOException {
        var response =
                stage.visitor().send(question(stage.nginx().plain("/api/public/chat"), "{}"));
        assertEquals(308, response.statusCode());
        assertEquals(
                Optional.of("https://localhost/api/public/chat"),
                response.headers().firstValue("Location"));
        assertEquals(List.of(), stage.zaaky().requests());
    }

    @Test
    @Tag("HTTP-16")
    void aNameThatIsNotOursGetsNoAnswer() {
        URI byAddress = URI.create("https://127.0.0.1:" + stage.nginx().tlsPort() + "/demo");
        assertThrows(SSLException.class, () -> stage.visitor().send(request(byAddress)));
        assertEquals(List.of(), stage.zaaky().requests());
    }

    @Test
    void aServerThatIsDownIsUnavailable(@TempDir Path folder) throws IOException {
        try (var down = NginxStage.open(folder)) {
            down.zaaky().close();
            URI chat = down.nginx().tls("/api/public/chat");
            var response = down.visitor().send(question(chat, "{}"));
            assertProblem(response, 503, "overloaded");
            assertEquals(Optional.of("5"), response.headers().firstValue("Retry-After"));
        }
    }

    @ParameterizedTest
    @Tag("HTTP-13")
    @ValueSource(strings = {"/api/public/chat", "/api/public/chat/stream?message=hello"})
    void aQuestionOverWhichAServerDiesIsNotAskedTheOther(String target, @TempDir Path folder)
            throws IOException {
        try (var other = new NginxUpstream();
                var stage =
                        NginxStage.open(
                                folder,
                                shipped ->
                                        shipped.replaceFirst(
                                                "(?m)^ *server 127.0.0.1:\\d+;",
                                                "$0 server 127.0.0.1:" + other.port() + ";"))) {
            stage.zaaky().answers(HttpExchange::close);
            other.answers(HttpExchange::close);
            URI address = stage.nginx().tls(target);
            var response =
                    stage.visitor()
                            .send(
                                    target.contains("?")
                                            ? request(address)
                                            : question(address, "{}"));
            assertEquals(503, response.statusCode(), response.body());
            int asked = stage.zaaky().requests().size() + other.requests().size();
            assertEquals(1, asked, "asked again");
        }
    }

    @Test
    void zaakysOwnProblemsPassUnchanged() throws IOException {
        String problem = "{\"code\":\"budget_exhausted\"}";
        stage.zaaky().answers(exchange -> NginxUpstream.problem(exchange, 429, problem));
        URI chat = stage.nginx().tls("/api/public/chat");
        var response = stage.visitor().send(question(chat, "{}"));
        assertEquals(429, response.statusCode());
        assertEquals(problem, response.body());
    }

    @Test
    void largeDocumentsPassOnlyWhereTheAdminCallsAreOpened(@TempDir Path folder)
            throws IOException {
        try (var opened =
                NginxStage.open(
                        folder, shipped -> shipped.replaceAll("# (include .*admin.conf;)", "$1"))) {
            URI document = opened.nginx().tls("/api/orgs/harbor/chatbots/desk/documents/a.txt");
            byte[] large = new byte[20 * 1024 * 1024];
            var response =
                    opened.visitor().send(request(document).PUT(BodyPublishers.ofByteArray(large)));
            assertEquals(200, response.statusCode(), response.body());
            assertEquals(large.length, opened.zaaky().requests().getFirst().bytes());
        }
    }

    private static void assertProblem(HttpResponse<String> response, int status, String code) {
        String body = response.body();
        var headers = response.headers();
        assertEquals(status, response.statusCode(), body);
        assertEquals(Optional.of("application/problem+json"), headers.firstValue("Content-Type"));
        assertEquals(Optional.of("nginx"), headers.firstValue("Server"), "no version");
        assertTrue(body.contains("\"status\":" + status + ","), body);
        assertTrue(body.contains("\"code\":\"" + code + "\""), body);
        String id = headers.firstValue("X-Request-Id").orElse("none");
        assertTrue(body.contains("\"request_id\":\"" + id + "\""), body);
        for (String field : List.of("type", "title", "detail")) {
            assertTrue(body.matches(".*\"" + field + "\":\"[^\"]+\".*"), body);
        }
    }
}
