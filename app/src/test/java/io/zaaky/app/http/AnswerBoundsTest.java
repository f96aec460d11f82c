package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Limits that refuse nobody, but cut short what an answer may take: of time, of text, of history
 * and of documents. Each is met while all others are far away.
 */
class AnswerBoundsTest {
    private static final String KEY = "zk_a-key-of-acme-that-nobody-guesses";
    private static final String FERRY = "/api/orgs/acme/chatbots/bot/documents/ferry.md";
    private static final String SESSION = "a-session-of-a-bounded-answer";
    private static final String QUESTION = "When does the ferry to the island leave?";

    /** What a model takes where a clock is to stop it: longer than the clock, shorter than all. */
    private static final Duration TOO_LONG = Duration.ofSeconds(20);

    private static final String SOON = "300ms";

    /** Those that are shown by other tests, nearer to where they are kept. */
    private static final Map<String, String> ELSEWHERE =
            Map.of(
                    "server.audit-retention",
                    "AuditTest.whatIsOlderThanTheRetentionIsNotShownAndLeavesTheFile",
                    "chatbots.ID.conversations.retention",
                    "ConversationTenancyTests"
                            + ".retentionForgetsExactlyTheConversationsWhoseLastMessageIsOlder",
                    "chatbots.ID.streaming.resume-grace",
                    "ReturnTest.theModelCallIsClosedAtOnceWhereThereIsNoGrace",
                    "chatbots.ID.query-enhancement.time-limit",
                    "FollowUpRewriterTest.whenTheModelTakesTooLongItsCallIsClosedAndTheRulesAreUsed",
                    "chatbots.ID.llm.max-tokens of extractive",
                    "ExtractiveChatModelTest.theLimitOfTokensEndsTheAnswer",
                    "chatbots.ID.knowledge.sources[1].depth",
                    "WebSourceTest.aCrawlFollowsLinksOfTheSiteOnceEachAndNoDeeperThanIsSaid",
                    "chatbots.ID.knowledge.sources[1].pages",
                    "WebSourceTest.noMorePagesAreFetchedThanIsSaid",
                    "chatbots.ID.knowledge.sources[2].pages",
                    "WebSourceTest.noMorePagesAreFetchedThanIsSaid");

    @TempDir Path folder;

    /** What speaks to a model. */
    enum Provider {
        OPENAI("openai", "/v1"),
        OLLAMA("ollama", "");

        private final String id;
        private final String path;

        Provider(String id, String path) {
            this.id = id;
            this.path = path;
        }

        StubScript script() {
            return this == OPENAI ? StubUpstream.openAi() : StubUpstream.ollama();
        }
    }

    /** The keys of all limits of this kind, those that are shown elsewhere among them. */
    static Set<String> keys() {
        Set<String> keys = new TreeSet<>(ELSEWHERE.keySet());
        for (Provider provider : Provider.values()) {
            for (String key :
                    List.of(
                            "llm.max-tokens",
                            "llm.context-window",
                            "llm.connect-timeout",
                            "llm.first-token-timeout",
                            "llm.idle-timeout",
                            "llm.total-timeout",
                            "retrieval.embedding.connect-timeout",
                            "retrieval.embedding.timeout")) {
                keys.add("chatbots.ID." + key + " of " + provider.id);
            }
        }
        keys.add("chatbots.ID.conversations.history");
        keys.add("chatbots.ID.retrieval.top-k");
        keys.add("server.shutdown-grace");
        return keys;
    }

    @Test
    @Tag("COST-07")
    void whatIsShownElsewhereIsThere() throws IOException {
        for (String test : new TreeSet<>(ELSEWHERE.values())) {
            int dot = test.indexOf('.');
            String file = test.substring(0, dot) + ".java";
            String method = "void " + test.substring(dot + 1) + "(";
            try (Stream<Path> sources = Files.walk(Path.of(".."))) {
                List<Path> found =
                        sources.filter(each -> each.endsWith(file))
                                .filter(each -> each.toString().contains("/src/"))
                                .toList();
                assertEquals(1, found.size(), () -> file + ": " + found);
                assertTrue(Files.readString(found.getFirst()).contains(method), test);
            }
        }
    }

    // ------------------------------------------------------------------ text

    @ParameterizedTest
    @EnumSource
    @Tag("COST-07")
    @Tag("COST-08")
    void anAnswerWithoutEndIsCutAsLengthAndItsCallClosed(Provider provider) {
        StubScript endless = provider.script().endlessTokens("word ", Duration.ZERO);
        try (var model = StubUpstream.start(endless);
                var server = start(llm(provider, model.uri(), "max-tokens: 1"))) {
            JsonNode complete = server.lastEvent("acme/bot", QUESTION, SESSION);
            assertEquals("length", complete.path("finish_reason").asText(), complete::toString);
            int length = complete.path("content").asText().length();
            assertTrue(length > 0 && length <= 12 + 1000 + "word ".length(), "length: " + length);
            JsonNode request = RunningServer.json(model.call(0).body());
            String told = provider == Provider.OPENAI ? "/max_tokens" : "/options/num_predict";
            assertEquals(1, request.at(told).asInt(), request::toString);
            model.call(0).awaitClosed();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("COST-07")
    void aQuestionThatDoesNotFitTheWindowIsNotSent(Provider provider) {
        try (var model = StubUpstream.start(provider.script().tokens("Hi").finish("stop"));
                var server =
                        start(llm(provider, model.uri(), "max-tokens: 1, context-window: 257"))) {
            JsonNode error = server.lastEvent("acme/bot", "Why? ".repeat(700), SESSION);
            assertEquals("provider_rejected", error.path("code").asText(), error::toString);
            assertEquals(0, model.calls());
        }
    }

    @Test
    @Tag("COST-07")
    void ofTheHistoryAModelGetsAsManyMessagesAsAreSet() {
        StubScript script = StubUpstream.openAi().tokens("Hi").finish("stop");
        try (var model = StubUpstream.start(script);
                var server =
                        start(
                                llm(Provider.OPENAI, model.uri(), "max-tokens: 100")
                                        + ", conversations: {history: 2}")) {
            for (int i = 0; i < 3; i++) {
                assertEquals(
                        "complete",
                        server.lastEvent("acme/bot", QUESTION, SESSION).path("type").asText());
            }
            List<String> roles = new ArrayList<>();
            RunningServer.json(model.call(2).body())
                    .path("messages")
                    .forEach(message -> roles.add(message.path("role").asText()));
            assertEquals(List.of("system", "user", "assistant", "user"), roles);
        }
    }

    @Test
    @Tag("COST-07")
    void ofTheDocumentsAModelGetsAsManyPassagesAsAreSet() throws IOException {
        Path documents = Files.createDirectories(folder.resolve("documents"));
        for (int i = 0; i < 4; i++) {
            String text = "# Ferry " + i + "\n\nFerry " + i + " to the island leaves at nine.\n";
            Files.writeString(documents.resolve(i + ".md"), text);
        }
        StubScript script = StubUpstream.openAi().tokens("Hi").finish("stop");
        try (var model = StubUpstream.start(script);
                var server =
                        start(
                                llm(Provider.OPENAI, model.uri(), "max-tokens: 100")
                                        + ", knowledge: {sources: [{path: '%s'}]}"
                                                .formatted(documents)
                                        + ", retrieval: {top-k: 1}")) {
            JsonNode complete = server.lastEvent("acme/bot", QUESTION, SESSION);
            assertEquals(1, complete.path("sources").size(), complete::toString);
            String prompt = model.call(0).body();
            assertTrue(prompt.contains("[1]"), prompt);
            assertFalse(prompt.contains("[2]"), prompt);
        }
    }

    // ------------------------------------------------------------------ time

    @ParameterizedTest
    @CsvSource({
        "OPENAI, first-token-timeout", "OLLAMA, first-token-timeout",
        "OPENAI, idle-timeout", "OLLAMA, idle-timeout",
        "OPENAI, total-timeout", "OLLAMA, total-timeout"
    })
    @Tag("COST-07")
    void aClockThatHasRunOutEndsTheAnswer(Provider provider, String clock) {
        StubScript script =
                switch (clock) {
                    case "first-token-timeout" -> provider.script().pause(TOO_LONG).tokens("Hi");
                    case "idle-timeout" -> provider.script().tokens("Hi").pause(TOO_LONG);
                    default -> dripping(provider.script());
                };
        try (var log = new LoggedLines(Level.WARNING);
                var model = StubUpstream.start(script.finish("stop"));
                var server = start(llm(provider, model.uri(), clocks(clock)))) {
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
    void aServerThatTakesNoConnectionIsNotWaitedForAnyLonger(Provider provider) throws IOException {
        try (var log = new LoggedLines(Level.WARNING);
                var deaf = new DeafServer();
                var server = start(llm(provider, deaf.uri(), clocks("connect-timeout")))) {
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
    void aVectorThatDoesNotComeIsNotWaitedForAnyLonger(Provider provider) throws IOException {
        StubScript late =
                provider.script().delayHeaders(TOO_LONG, AnswerBoundsTest::isQuestion).embeddings();
        try (var vectors = StubUpstream.start(late);
                var server = start(looking(provider, vectors.uri(), "timeout"))) {
            JsonNode error = server.lastEvent("acme/bot", QUESTION, SESSION);
            assertEquals("retrieval_unavailable", error.path("code").asText(), error::toString);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("COST-07")
    void aServerForVectorsThatTakesNoConnectionIsNotWaitedForAnyLonger(Provider provider)
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

    private String looking(Provider provider, URI uri, String clock) throws IOException {
        Path documents = Files.createDirectories(folder.resolve("documents"));
        Files.writeString(documents.resolve("ferry.md"), "# Ferry\n\nIt leaves at nine.");
        String other = clock.equals("timeout") ? "connect-timeout" : "timeout";
        return "llm: {provider: extractive}, knowledge: {sources: [{path: '%s'}]}, retrieval:"
                        .formatted(documents)
                + " {embedding: {provider: %s, base-url: '%s', model: e, %s: %s, %s: 1h}}"
                        .formatted(provider.id, uri + provider.path, clock, SOON, other);
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
                                    .formatted(llm(Provider.OPENAI, model.uri(), "")));
            var visitor = RawVisitor.of(server.port());
            visitor.post("/api/public/chat/stream", "acme/bot", QUESTION, "");
            visitor.readUntil("\"Hi\"");
            server.close();
            String rest = visitor.readToEnd();
            assertTrue(rest.contains("\"shutting_down\""), rest);
            visitor.close();
        }
    }

    private static String llm(Provider provider, URI uri, String more) {
        return "llm: {provider: %s, base-url: '%s', model: m%s}"
                .formatted(provider.id, uri + provider.path, more.isEmpty() ? "" : ", " + more);
    }

    private RunningServer start(String bot) {
        String keys = "admin-keys: ['" + KeyHashes.of(KEY) + "']\n";
        return RunningServer.start(folder, "", keys + "chatbots: {bot: {" + bot + "}}\n");
    }
}
