package io.zaaky.e2e;

import static io.zaaky.e2e.NginxVisitor.question;
import static io.zaaky.e2e.NginxVisitor.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rate limit and the logs of the shipped nginx configuration, with a burst of two. */
final class NginxRateIT {
    private static final int PASS = 3;

    private NginxStage stage;

    @BeforeEach
    void start(@TempDir Path folder) {
        stage =
                NginxStage.open(
                        folder,
                        shipped ->
                                shipped.replace("rate=60r/m", "rate=1r/m")
                                        .replace("burst=30", "burst=" + (PASS - 1)));
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void aFloodOfQuestionsIsRefusedWithAProblem() throws IOException {
        URI chat = stage.nginx().tls("/api/public/chat");
        for (int n = 0; n < PASS; n++) {
            assertEquals(200, stage.visitor().send(question(chat, "{}")).statusCode());
        }
        var refused = stage.visitor().send(question(chat, "{}"));
        assertEquals(429, refused.statusCode());
        assertTrue(refused.body().contains("\"code\":\"rate_limited\""), refused.body());
        assertEquals(
                Optional.of("application/problem+json"),
                refused.headers().firstValue("Content-Type"));
        assertEquals(Optional.of("5"), refused.headers().firstValue("Retry-After"));
        assertEquals(PASS, stage.zaaky().requests().size());
    }

    @Test
    void onlyQuestionsCount() throws IOException {
        URI stream = stage.nginx().tls("/api/public/chat/stream");
        URI history = stage.nginx().tls("/api/public/chat/history");
        for (int n = 0; n < 3 * PASS; n++) {
            var resumed = request(stream).header("Last-Event-ID", "m:" + n);
            assertEquals(200, stage.visitor().send(resumed).statusCode());
            assertEquals(200, stage.visitor().send(request(history)).statusCode());
            var preflight = request(stream).method("OPTIONS", noBody());
            assertEquals(200, stage.visitor().send(preflight).statusCode());
        }
        var question = request(stream).header("Last-Event-ID", "m:1").POST(noBody());
        for (int n = 0; n < PASS; n++) {
            assertEquals(200, stage.visitor().send(question).statusCode());
        }
        assertEquals(429, stage.visitor().send(question).statusCode(), "a posted question counts");
    }

    /** What nginx decodes counts as what it means; everything else does not reach Zaaky. */
    @Test
    @Tag("HTTP-15")
    void noOtherSpellingGetsPastTheLimit() throws IOException {
        for (String spelling : List.of("", "", "/chunked", "/stream")) {
            stage.visitor().send(question(stage.nginx().tls("/api/public/chat" + spelling), "{}"));
        }
        assertEquals(PASS, stage.zaaky().requests().size());
        for (String spelling :
                List.of(
                        "/api/public/ch%61t",
                        "/%61pi/public/chat/stream",
                        "/api/public/chat;x",
                        "/api/public/chat/stream;",
                        "/api/public;x/chat",
                        "/api//public/chat",
                        "/api/./public/chat",
                        "/x/../api/public/chat",
                        "/api/public/chat%3bx",
                        "/api/public%2fchat")) {
            var response = stage.visitor().send(question(stage.nginx().tls(spelling), "{}"));
            assertTrue(
                    List.of(400, 429).contains(response.statusCode()),
                    spelling + " was answered by " + response.statusCode());
        }
        assertEquals(List.of(), stage.zaaky().requests());
    }

    @Test
    void messagesAndSessionsAreInNoLog() throws IOException {
        String secrets = "?message=sentinel-message&session_id=sentinel-session";
        URI stream = stage.nginx().tls("/api/public/chat/stream" + secrets);
        for (int n = 0; n < PASS; n++) {
            assertEquals(200, stage.visitor().send(request(stream)).statusCode());
        }
        assertEquals(429, stage.visitor().send(request(stream)).statusCode());
        var plain = request(stage.nginx().plain("/api/public/chat/stream" + secrets));
        assertEquals(308, stage.visitor().send(plain).statusCode());
        stage.zaaky().close();
        var resumed = request(stream).header("Last-Event-ID", "m:1");
        assertEquals(503, stage.visitor().send(resumed).statusCode());
        for (String odd : List.of(";x", "%3b", "//", "/.", "/")) {
            URI address = stage.nginx().tls("/api/public/chat/stream" + odd + secrets);
            int status = stage.visitor().send(request(address)).statusCode();
            assertEquals(odd.equals("/") ? 503 : 400, status, address.toString());
        }
        URI demo = stage.nginx().tls("/demo" + secrets);
        assertEquals(503, stage.visitor().send(request(demo)).statusCode());

        stage.nginx().quit();
        String logs = stage.nginx().logs();
        assertTrue(logs.contains("\"path\":\"/api/public/chat/stream\",\"status\":429"), logs);
        assertTrue(logs.contains("\"path\":\"/api/public/chat/stream\",\"status\":503"), logs);
        assertFalse(logs.contains("sentinel"), logs);
    }

    private static BodyPublisher noBody() {
        return BodyPublishers.noBody();
    }
}
