package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.app.RunningServer;
import io.zaaky.app.command.LoggedLines;
import io.zaaky.app.config.KeyHashes;
import io.zaaky.testkit.DeafServer;
import io.zaaky.testkit.StubCall;
import io.zaaky.testkit.StubScript;
import io.zaaky.testkit.StubUpstream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Clocks that end an answer, each while all others are far away. */
class AnswerClocksTest {
    private static final String KEY = "zk_a-key-of-acme-that-nobody-guesses";
    private static final String FERRY = "/api/orgs/acme/chatbots/bot/documents/ferry.md";
    private static final String SESSION = "a-session-of-a-bounded-answer";
    private static final String QUESTION = "When does the ferry to the island leave?";

    /** What a model takes where a clock is to stop it: longer than the clock, shorter than all. */
    private static final Duration TOO_LONG = Duration.ofSeconds(20);

    private static final String SOON = "300ms";

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "OPENAI, first-token-timeout", "OLLAMA, first-token-timeout",
        "OPENAI, idle-timeout", "OLLAMA, idle-timeout",
        "OPENAI, total-timeout", "OLLAMA, total-timeout"
    })
    @Tag("COST-07")
    void aClockThatHasRunOutEndsTheAnswer(RemoteProvider provider, String clock) {
        StubScript script =
                switch (clock) {
                    case "first-token-timeout" -> provider.script().pause(TOO_LONG).tokens("Hi");
                    case "idle-timeout" -> provider.script().tokens("Hi").pause(TOO_LONG);
                    default -> dripping(provider.script());
                };
        try (var log = new LoggedLines(Level.WARNING);
                var model = StubUpstream.start(script.finish("stop"));
                var server = start(provider.llm(model.uri(), clocks(clock)))) {
            JsonNode error = server.lastEvent("acme/bot", QUESTION, SESSION);
            assertEquals("provider_timeout", error.path("code").asText(), error::toString);
            assertTold(log, clock);
            model.call(0).awaitClosed();
        }
    }

    /** Never silent, and long in all. */
    private static StubScript dripping(StubScript script) {
        for (int i = 0; i < 1000; i++) {
            script.tokens("drip ").pause(TOO_LONG.dividedBy(1000));
        }
        return script;
    }

    @ParameterizedTest
    @EnumSource
    @Tag("COST-07")
    void aServerThatTakesNoConnectionIsNotWaitedForAnyLonger(RemoteProvider provider)
            throws IOException {
        try (var log = new LoggedLines(Level.WARNING);
                var deaf = new DeafServer();
                var server = start(provider.llm(deaf.uri(), clocks("connect-timeout")))) {
            JsonNode error = server.lastEvent("acme/bot", QUESTION, SESSION);
            assertEquals("provider_timeout", error.path("code").asText(), error::toString);
            assertTold(log, "connect-timeout");
        }
    }

    /** This one is soon over and all others far away. */
    private static String clocks(String clock) {
        var clocks = new StringBuilder("max-tokens: 3000");
        for (String each :
                List.of(
                        "connect-timeout",
                        "first-token-timeout",
                        "idle-timeout",
                        "total-timeout")) {
            clocks.append(", ").append(each).append(": ").append(each.equals(clock) ? SOON : "1h");
        }
        return clocks.toString();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("COST-07")
    void aVectorThatDoesNotComeIsNotWaitedForAnyLonger(RemoteProvider provider) throws IOException {
        StubScript late =
                provider.script().delayHeaders(TOO_LONG, AnswerClocksTest::isQuestion).embeddings();
        try (var vectors = StubUpstream.start(late);
                var server = start(looking(provider, vectors.uri(), "timeout"))) {
            JsonNode error = server.lastEvent("acme/bot", QUESTION, SESSION);
            assertEquals("retrieval_unavailable", error.path("code").asText(), error::toString);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("COST-07")
    void aServerForVectorsThatTakesNoConnectionIsNotWaitedForAnyLonger(RemoteProvider provider)
            throws IOException {
        try (var log = new LoggedLines(Level.WARNING);
                var deaf = new DeafServer();
                var server = start(looking(provider, deaf.uri(), "connect-timeout"))) {
            assertEquals(503, server.get(FERRY, "Authorization", "Bearer " + KEY).statusCode());
            assertTold(log, "connect-timeout");
        }
    }

    /** The operator is told which clock it was, and how long it ran. */
    private static void assertTold(LoggedLines log, String clock) {
        String told = "within 300 ms (" + clock + ")";
        assertTrue(
                log.entries().stream().anyMatch(line -> line.contains(told)),
                () -> log.entries().toString());
    }

    private static boolean isQuestion(StubCall call) {
        return call.body().contains(QUESTION);
    }

    private String looking(RemoteProvider provider, URI uri, String clock) throws IOException {
        Path documents = Files.createDirectories(folder.resolve("documents"));
        Files.writeString(documents.resolve("ferry.md"), "# Ferry\n\nIt leaves at nine.");
        String other = clock.equals("timeout") ? "connect-timeout" : "timeout";
        return "llm: {provider: extractive}, knowledge: {sources: [{path: '%s'}]}, retrieval:"
                        .formatted(documents)
                + " {embedding: {provider: %s, base-url: '%s', model: e, %s: %s, %s: 1h}}"
                        .formatted(provider.id(), provider.at(uri), clock, SOON, other);
    }

    @Test
    @Tag("COST-07")
    void aServerThatShutsDownWaitsNoLongerForAnswers() {
        StubScript script = StubUpstream.openAi().tokens("Hi").pause(TOO_LONG).finish("stop");
        try (var model = StubUpstream.start(script)) {
            var server =
                    RunningServer.start(
                            folder,
                            "server: {shutdown-grace: %s}\n".formatted(SOON),
                            "chatbots: {bot: {%s}}\n"
                                    .formatted(RemoteProvider.OPENAI.llm(model.uri(), "")));
            var visitor = RawVisitor.of(server.port());
            visitor.post("/api/public/chat/stream", "acme/bot", QUESTION, "");
            visitor.readUntil("\"Hi\"");
            server.close();
            String rest = visitor.readToEnd();
            assertTrue(rest.contains("\"shutting_down\""), rest);
            visitor.close();
        }
    }

    private RunningServer start(String bot) {
        String keys = "admin-keys: ['" + KeyHashes.of(KEY) + "']\n";
        return RunningServer.start(folder, "", keys + "chatbots: {bot: {" + bot + "}}\n");
    }
}
