package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.app.RunningServer;
import io.zaaky.testkit.StubScript;
import io.zaaky.testkit.StubUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Limits that refuse nobody, but cut short what an answer may take of text, of history and of
 * documents.
 */
class AnswerBoundsTest {
    private static final String SESSION = "a-session-of-a-bounded-answer";
    private static final String QUESTION = "When does the ferry to the island leave?";

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

    /** The keys of all limits of this kind, those that are shown elsewhere among them. */
    static Set<String> keys() {
        Set<String> keys = new TreeSet<>(ELSEWHERE.keySet());
        for (RemoteProvider provider : RemoteProvider.values()) {
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
                keys.add("chatbots.ID." + key + " of " + provider.id());
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

    @ParameterizedTest
    @EnumSource
    @Tag("COST-07")
    @Tag("COST-08")
    void anAnswerWithoutEndIsCutAsLengthAndItsCallClosed(RemoteProvider provider) {
        StubScript endless = provider.script().endlessTokens("word ", Duration.ZERO);
        try (var model = StubUpstream.start(endless);
                var server = start(provider.llm(model.uri(), "max-tokens: 1"))) {
            JsonNode complete = server.lastEvent("acme/bot", QUESTION, SESSION);
            assertEquals("length", complete.path("finish_reason").asText(), complete::toString);
            int length = complete.path("content").asText().length();
            assertTrue(length > 0 && length <= 12 + 1000 + "word ".length(), "length: " + length);
            JsonNode request = RunningServer.json(model.call(0).body());
            String told =
                    provider == RemoteProvider.OPENAI ? "/max_tokens" : "/options/num_predict";
            assertEquals(1, request.at(told).asInt(), request::toString);
            model.call(0).awaitClosed();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("COST-07")
    void aQuestionThatDoesNotFitTheWindowIsNotSent(RemoteProvider provider) {
        try (var model = StubUpstream.start(provider.script().tokens("Hi").finish("stop"));
                var server =
                        start(provider.llm(model.uri(), "max-tokens: 1, context-window: 257"))) {
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
                                RemoteProvider.OPENAI.llm(model.uri(), "max-tokens: 100")
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
                                RemoteProvider.OPENAI.llm(model.uri(), "max-tokens: 100")
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

    private RunningServer start(String bot) {
        return RunningServer.start(folder, "", "chatbots: {bot: {" + bot + "}}\n");
    }
}
