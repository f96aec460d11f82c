package io.zaaky.e2e;

import static io.zaaky.e2e.NginxVisitor.question;
import static io.zaaky.e2e.NginxVisitor.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import io.zaaky.testkit.StubUpstream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams through the shipped nginx configuration. */
final class NginxStreamIT {
    private static final int LIMIT_SECONDS = 60;

    private NginxStage stage;

    @BeforeEach
    void start(@TempDir Path folder) {
        stage = NginxStage.open(folder);
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    @Tag("HTTP-11")
    @Tag("HTTP-18")
    void tokensOfAPostedQuestionComeOneByOne() throws IOException {
        tokensComeOneByOne(question(stage.nginx().tls("/api/public/chat/stream"), "{}"));
    }

    @Test
    @Tag("HTTP-11")
    @Tag("HTTP-18")
    void tokensForAnEventSourceComeOneByOne() throws IOException {
        tokensComeOneByOne(request(stage.nginx().tls("/api/public/chat/stream?message=hello")));
    }

    @Test
    @Tag("HTTP-11")
    @Tag("HTTP-18")
    void chunksComeOneByOne() throws IOException {
        tokensComeOneByOne(question(stage.nginx().tls("/api/public/chat/chunked"), "{}"));
    }

    @Test
    @Tag("HTTP-11")
    void theHeadersOfAStreamArriveUnchanged() throws IOException {
        stage.zaaky().answers(exchange -> writeWhenAllowed(exchange, new Semaphore(1), 1));
        var stream = question(stage.nginx().tls("/api/public/chat/stream"), "{}");
        var response = stage.visitor().send(stream);
        var headers = response.headers();
        assertEquals(200, response.statusCode());
        assertEquals(
                Optional.of("text/event-stream; charset=utf-8"),
                headers.firstValue("Content-Type"));
        assertEquals(Optional.of("no-cache"), headers.firstValue("Cache-Control"));
        assertEquals(Optional.of("no"), headers.firstValue("X-Accel-Buffering"));
        assertEquals(Optional.of("session-of-the-stream"), headers.firstValue("X-Session-Id"));
        assertEquals("data: 0\n\n", response.body());
    }

    @Test
    @Tag("HTTP-06")
    void aVisitorWhoLeavesIsNoticedBehindNginx() throws IOException, InterruptedException {
        var noticed = new CountDownLatch(1);
        stage.zaaky().answers(exchange -> writeUntilItFails(exchange, noticed));
        var response =
                stage.visitor().open(question(stage.nginx().tls("/api/public/chat/stream"), "{}"));
        response.body().close();
        assertTrue(
                noticed.await(LIMIT_SECONDS, TimeUnit.SECONDS),
                "nginx still takes what the server sends, although the visitor has left");
    }

    /** Zaaky itself behind nginx, which here has less patience than the model takes. */
    @Test
    @Tag("HTTP-12")
    void heartbeatsKeepTheStreamOpenWhileTheModelIsSilent(@TempDir Path folder, @TempDir Path nginx)
            throws IOException {
        var script = StubUpstream.openAi().hold().tokens("late").finish("stop").usage(1, 1);
        try (var model = StubUpstream.start(script)) {
            var installation = Installation.in(folder);
            installation.organisation(
                    """
                    chatbots:
                      desk:
                        llm: {provider: openai, model: stub, base-url: "%s"}
                        streaming: {heartbeat: 1s}
                    """
                            .formatted(model.uri("/v1")));
            try (var zaaky = installation.serve();
                    var front =
                            new NginxFront(
                                    nginx,
                                    zaaky.at("/").getPort(),
                                    shipped ->
                                            shipped.replaceAll(
                                                    "proxy_read_timeout \\w+;",
                                                    "proxy_read_timeout 3s;"));
                    var visitor = new NginxVisitor(front.certificate())) {
                String body = "{\"chatbot_id\":\"acme/desk\",\"message\":\"What is up today?\"}";
                var response = visitor.open(question(front.tls("/api/public/chat/stream"), body));
                try (var lines =
                        new BufferedReader(
                                new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                    for (int beat = 0; beat < 6; beat++) {
                        assertEquals(": keep-alive", lines.readLine(), "beat " + beat);
                        assertEquals("", lines.readLine());
                    }
                    model.release();
                    String rest = lines.lines().collect(Collectors.joining("\n"));
                    assertTrue(rest.contains("\"type\":\"complete\""), rest);
                }
                zaaky.stop();
            }
        }
    }

    /** The next token is sent only after the one before has arrived: nothing can be held back. */
    private void tokensComeOneByOne(HttpRequest.Builder request) throws IOException {
        int tokens = 20;
        var mayWrite = new Semaphore(1);
        stage.zaaky().answers(exchange -> writeWhenAllowed(exchange, mayWrite, tokens));
        var response = stage.visitor().open(request.header("Accept-Encoding", "gzip, deflate, br"));
        assertEquals(Optional.empty(), response.headers().firstValue("Content-Encoding"));
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            for (int n = 0; n < tokens; n++) {
                assertEquals("data: " + n, lines.readLine(), "token " + n);
                assertEquals("", lines.readLine(), "the end of frame " + n);
                mayWrite.release();
            }
            assertNull(lines.readLine(), "the end of the stream");
        }
    }

    private static void writeWhenAllowed(HttpExchange exchange, Semaphore mayWrite, int tokens)
            throws IOException {
        OutputStream out = NginxUpstream.stream(exchange);
        for (int n = 0; n < tokens; n++) {
            try {
                if (!mayWrite.tryAcquire(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                    throw new IOException("token " + (n - 1) + " never arrived");
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            out.write(("data: " + n + "\n\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }

    private static void writeUntilItFails(HttpExchange exchange, CountDownLatch failed)
            throws IOException {
        OutputStream out = NginxUpstream.stream(exchange);
        byte[] comment = ": keep-alive\n\n".getBytes(StandardCharsets.UTF_8);
        try {
            while (true) {
                out.write(comment);
                out.flush();
            }
        } catch (IOException gone) {
            failed.countDown();
            throw gone;
        }
    }
}
