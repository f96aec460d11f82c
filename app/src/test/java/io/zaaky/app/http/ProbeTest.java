package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.app.RunningServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stream by which {@code doctor} sees what lies in front of the server. */
class ProbeTest {
    private static final String PATH = "/api/public/chat/stream?probe=";
    private static final String ACME =
            """
            chatbots:
              bot:
                llm: {provider: extractive}
                streaming: {heartbeat: 1s}
            """;

    @TempDir private Path folder;
    private RunningServer server;

    @BeforeEach
    void start() {
        server =
                RunningServer.start(
                        folder,
                        "server: {trusted-proxies: [127.0.0.1], public-hosts: [a.example]}",
                        ACME);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void itSaysNothingOfAnAnswerAndEndsAfterASilence() {
        HttpResponse<Stream<String>> response = open();
        assertEquals(
                "text/event-stream; charset=utf-8",
                response.headers().firstValue("Content-Type").orElse(""));
        assertEquals("no", response.headers().firstValue("X-Accel-Buffering").orElse(""));
        List<String> lines = response.body().toList();
        assertFalse(lines.toString().contains("keep-alive"), lines::toString);
        List<JsonNode> events = RunningServer.events(lines.stream()).toList();
        assertEquals(11, events.size(), events::toString);
        assertEquals(10, events.getFirst().path("events").asInt());
        assertEquals(2000, events.getFirst().path("silence_ms").asInt());
        assertTrue(events.getLast().path("done").asBoolean(), events::toString);
    }

    @Test
    void theAddressIsToldOnlyWhereItIsTheCallersOwn() {
        JsonNode direct = look();
        assertFalse(direct.path("forwarded").asBoolean(), direct::toString);
        assertTrue(direct.path("address").isNull(), direct::toString);
        JsonNode through = look("X-Forwarded-For", "198.51.100.7");
        assertTrue(through.path("trusted").asBoolean(), through::toString);
        assertEquals("198.51.100.7", through.path("address").asText());
    }

    @Test
    void theNumberOfThoseUnderWayIsBounded() {
        List<Iterator<String>> open = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Iterator<String> lines = open().body().iterator();
            assertTrue(lines.hasNext());
            open.add(lines);
        }
        HttpResponse<String> fifth = server.get(PATH + "stream");
        assertEquals(503, fifth.statusCode(), fifth::body);
        assertEquals("overloaded", AdminServer.code(fifth));
        assertTrue(fifth.headers().firstValue("Retry-After").isPresent());
        open.forEach(each -> each.forEachRemaining(_ -> {}));
        assertEquals(200, open().statusCode());
    }

    @Test
    void aPageOfAnotherSiteMayNotHaveOne() {
        HttpResponse<String> refused = server.get(PATH + "address", "Sec-Fetch-Site", "cross-site");
        assertEquals(403, refused.statusCode(), refused::body);
    }

    private HttpResponse<Stream<String>> open() {
        return server.lines(HttpRequest.newBuilder(server.uri(PATH + "stream")).build());
    }

    private JsonNode look(String... headers) {
        return RunningServer.json(server.get(PATH + "address", headers).body());
    }
}
