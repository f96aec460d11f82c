package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.app.RunningServer;
import io.zaaky.testkit.Conditions;
import io.zaaky.testkit.StubScript;
import io.zaaky.testkit.StubUpstream;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A visitor who asks, and reads no answer. */
@Tag("HTTP-05")
class SlowReaderTest {
    private static final String BOT = "acme/bot";
    private static final String SESSION = "a-session-that-is-long-enough";
    private static final String OTHER = "another-session-that-is-long-enough";
    private static final String QUESTION = "Hi, what is up today?";
    private static final String STREAM = "/api/public/chat/stream";
    private static final int PIECES = 9;

    /** Six bytes of each character are sent: more in all than the systems between would keep. */
    private static final String PIECE = "\u0002".repeat(100_000);

    @TempDir Path folder;

    @Test
    void isCutOffAndTheAnswerGoesOnWithoutIt() {
        try (var upstream = StubUpstream.start(long_(), short_());
                var server = start(upstream);
                var visitor = RawVisitor.slow(server.port())) {
            visitor.post(STREAM, BOT, QUESTION, SESSION);
            var _ = upstream.call(0);
            assertEquals("Fine", server.lastEvent(BOT, QUESTION, OTHER).get("content").asText());
            JsonNode kept =
                    Conditions.await(
                            "the end of the answer",
                            () -> server.history(BOT, SESSION).getLast(),
                            last -> !last.get("state").asText().equals("running"));
            assertEquals("complete", kept.get("state").asText());
            assertTrue(kept.get("content").asText().endsWith("the end"));
            assertTrue(visitor.isEnded(), "still open");
        }
    }

    @Test
    void doesNotKeepAnotherReaderOfTheSameAnswerWaiting() {
        try (var upstream = StubUpstream.start(long_());
                var server = start(upstream);
                var visitor = RawVisitor.slow(server.port())) {
            visitor.post(STREAM, BOT, QUESTION, SESSION);
            String head = visitor.readUntil("\r\n\r\n");
            String message = head.replaceAll("(?s).*X-Message-Id: (\\S+).*", "$1");
            Stream<String> lines =
                    server.lines(
                                    HttpRequest.newBuilder(server.uri(STREAM))
                                            .header("Last-Event-ID", message + ":0")
                                            .build())
                            .body();
            Iterator<JsonNode> events = RunningServer.events(lines).iterator();
            JsonNode last = events.next();
            while (events.hasNext()) {
                last = events.next();
            }
            assertEquals("complete", last.get("type").asText());
            assertEquals(
                    PIECES * PIECE.length() + "the end".length(),
                    last.get("content").asText().length());
            assertTrue(visitor.isEnded(), "still open");
        }
    }

    private RunningServer start(StubUpstream upstream) {
        return RunningServer.start(
                folder,
                "server: {shutdown-grace: 0s}\n",
                """
                chatbots:
                  bot:
                    llm: {provider: openai, model: m, base-url: "%s", api-key: none, max-tokens: 100000, context-window: 200000}
                """
                        .formatted(upstream.uri("/v1")));
    }

    private static StubScript long_() {
        StubScript script = StubUpstream.openAi();
        for (int i = 0; i < PIECES; i++) {
            script.tokens(PIECE);
        }
        return script.tokens("the end").finish("stop");
    }

    private static StubScript short_() {
        return StubUpstream.openAi().tokens("Fine").finish("stop");
    }
}
