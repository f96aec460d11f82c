package io.zaaky.llm.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.ChatModel;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Prompt;
import io.zaaky.spi.PromptMessage;
import io.zaaky.spi.Reason;
import io.zaaky.spi.Role;
import io.zaaky.testkit.Asking;
import io.zaaky.testkit.StubCall;
import io.zaaky.testkit.StubScript;
import io.zaaky.testkit.StubUpstream;
import io.zaaky.testkit.TestContext;
import io.zaaky.testkit.TestSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiRequestTest {
    private static final String KEY = "sk-SENTINEL-0123456789";

    private static StubScript hello() {
        return StubUpstream.openAi().tokens("hello").finish("stop").usage(1, 1);
    }

    private static ChatModel model(StubUpstream upstream, Map<String, ?> more) {
        Map<String, Object> all = new HashMap<>(Map.of("base-url", upstream.uri("/v1")));
        all.putAll(more);
        return new OpenAiChatModelProvider()
                .create(TestSettings.of(all).settings(), TestContext.in(Path.of("")));
    }

    /** What is sent for these settings. */
    private static StubCall sent(Prompt prompt, Map<String, ?> settings) {
        try (var upstream = StubUpstream.start(hello());
                ChatModel model = model(upstream, settings)) {
            Asking.start(model, prompt).reply();
            return upstream.call(0);
        }
    }

    private static String compact(StubCall call) {
        return call.body().replaceAll("\\s*([{}\\[\\],:])\\s*", "$1");
    }

    @Test
    void theWholePromptAndTheUsualSettingsAreSent() {
        var prompt =
                new Prompt(
                        List.of(
                                new PromptMessage(Role.SYSTEM, "Be \"short\"."),
                                new PromptMessage(Role.USER, "Hi 😀"),
                                new PromptMessage(Role.ASSISTANT, "Hello"),
                                new PromptMessage(Role.USER, "When?")),
                        "When?",
                        List.of(),
                        false);
        StubCall call = sent(prompt, Map.of("api-key", KEY));
        assertEquals("POST", call.method());
        assertEquals("/v1/chat/completions", call.path());
        assertEquals("Bearer " + KEY, call.header("Authorization"));
        assertEquals("identity", call.header("Accept-Encoding"));
        assertEquals("text/event-stream", call.header("Accept"));
        String body = compact(call);
        for (String part :
                List.of(
                        "{\"role\":\"system\",\"content\":\"Be \\\"short\\\".\"}",
                        "{\"role\":\"user\",\"content\":\"Hi 😀\"}",
                        "{\"role\":\"assistant\",\"content\":\"Hello\"}",
                        "\"model\":\"gpt-3.5-turbo\"",
                        "\"temperature\":0.7",
                        "\"max_tokens\":500",
                        "\"stream\":true",
                        "\"stream_options\":{\"include_usage\":true}")) {
            assertTrue(body.contains(part), part + " is not in " + body);
        }
    }

    @Test
    void withoutAKeyNoneIsSent() {
        assertEquals("", sent(Prompt.of("?"), Map.of()).header("Authorization"));
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-4o, max_tokens, true",
        "llama3, max_tokens, true",
        "o3-mini, max_completion_tokens, false",
        "openai/gpt-5.2, max_completion_tokens, false",
        "gpt-5, max_completion_tokens, false",
        "phi-o3, max_tokens, true"
    })
    void modelsThatThinkAreAskedInTheirWay(String model, String field, boolean temperature) {
        String body = compact(sent(Prompt.of("?"), Map.of("model", model)));
        assertTrue(body.contains("\"" + field + "\":500"), body);
        assertEquals(temperature, body.contains("\"temperature\""), body);
    }

    @Test
    void theFieldForTheLimitCanBeChosen() {
        String body = compact(sent(Prompt.of("?"), Map.of("token-limit", "max-completion-tokens")));
        assertTrue(body.contains("\"max_completion_tokens\":500"), body);
        assertFalse(body.contains("max_tokens"), body);
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 400, 401, 403, 429, 500})
    void theKeyIsInNoFailure(int status) {
        String said = "{\"error\":{\"message\":\"key " + KEY + " is bad\"}}";
        StubScript script =
                StubUpstream.openAi()
                        .status(status)
                        .header("Location", "http://x/?key=" + KEY)
                        .text(said);
        assertNoKey(script);
    }

    @Test
    void theKeyIsInNoFailureInMidStream() {
        assertNoKey(StubUpstream.openAi().tokens("a").frame("{\"error\":\"bad " + KEY + "\"}"));
        assertNoKey(StubUpstream.openAi().tokens("a").frame("junk " + KEY));
        assertNoKey(StubUpstream.openAi().header("Content-Type", "text/html").text("<p>" + KEY));
    }

    private static void assertNoKey(StubScript script) {
        try (var upstream = StubUpstream.start(script);
                ChatModel model = model(upstream, Map.of("api-key", KEY))) {
            Throwable failure = Asking.start(model, Prompt.of("?")).thrown();
            var trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            assertFalse(trace.toString().contains("SENTINEL"), trace.toString());
        }
    }

    @Test
    void settingsThatCanNotWorkAreReported() {
        problem(Map.of("temperature", "2.1"), "test.temperature");
        problem(Map.of("temperature", "NaN"), "test.temperature");
        problem(Map.of("max-tokens", "0"), "test.max-tokens");
        problem(Map.of("context-window", "600"), "test.context-window");
        problem(Map.of("idle-timeout", "0s"), "test.idle-timeout");
        problem(Map.of("api-key", KEY + "\n"), "test.api-key");
        problem(Map.of("base-url", "ftp://x"), "test.base-url");
    }

    private static void problem(Map<String, ?> settings, String path) {
        TestSettings read = TestSettings.of(settings);
        new OpenAiChatModelProvider().create(read.settings(), TestContext.in(Path.of(""))).close();
        assertEquals(List.of(path), read.problems().stream().map(p -> p.path()).toList());
        assertFalse(read.problems().toString().contains("SENTINEL"), read.problems().toString());
    }

    @Test
    void thePromptGetsWhatTheAnswerLeaves() {
        try (var upstream = StubUpstream.start(hello());
                ChatModel model =
                        model(upstream, Map.of("context-window", "4096", "max-tokens", "96"))) {
            assertEquals(4000, model.promptTokens());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"data\":[{\"id\":\"m\"}]} | ok",
                "{\"data\":[]} | ok",
                "{\"data\":[{\"id\":\"x\"},{\"id\":\"y\"}]} | there are x, y",
                "<html> | base-url"
            })
    void theCheckSaysWhatIsWrong(String answer, String expected) {
        try (var upstream = StubUpstream.start(StubUpstream.openAi().json(call -> answer));
                ChatModel model = model(upstream, Map.of("model", "m", "api-key", KEY))) {
            assertTrue(checked(model).contains(expected), checked(model));
            assertEquals("/v1/models", upstream.call(0).path());
            assertEquals("Bearer " + KEY, upstream.call(0).header("Authorization"));
        }
    }

    private static String checked(ChatModel model) {
        try {
            model.check();
            return "ok";
        } catch (PluginException e) {
            assertTrue(e.reason() == Reason.REJECTED || e.reason() == Reason.UNAVAILABLE);
            return String.valueOf(e.getMessage());
        }
    }
}
