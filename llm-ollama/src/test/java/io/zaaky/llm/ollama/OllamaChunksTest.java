package io.zaaky.llm.ollama;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.ChatModel;
import io.zaaky.spi.FinishReason;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Prompt;
import io.zaaky.spi.Reason;
import io.zaaky.spi.Reply;
import io.zaaky.spi.Usage;
import io.zaaky.testkit.Asking;
import io.zaaky.testkit.StubCall;
import io.zaaky.testkit.StubScript;
import io.zaaky.testkit.StubUpstream;
import io.zaaky.testkit.TestContext;
import io.zaaky.testkit.TestSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Ollama sends, and what it is sent. */
class OllamaChunksTest {
    private static Asking ask(StubScript script) {
        try (var upstream = StubUpstream.start(script);
                ChatModel model = model(upstream, Map.of())) {
            Asking asking = Asking.start(model, Prompt.of("a b c"));
            asking.ended();
            return asking;
        }
    }

    private static ChatModel model(StubUpstream upstream, Map<String, ?> more) {
        Map<String, Object> all = new HashMap<>(Map.of("base-url", upstream.uri(), "model", "m"));
        all.putAll(more);
        return new OllamaChatModelProvider()
                .create(TestSettings.of(all).settings(), TestContext.in(Path.of("")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"message\":{\"role\":\"assistant\",\"content\":\"\",\"thinking\":\"hm\"},\"done\":false}"
                    + " | ``",
                "{\"message\":{\"thinking\":\"hm\",\"content\":\"x\"}} | x",
                "{\"message\":{\"content\":null}} | ``",
                "{\"message\":null} | ``",
                "{\"message\":{\"tool_calls\":[{\"function\":{\"arguments\":{\"content\":\"no\"}}}]}}"
                    + " | ``",
                "{\"response\":\"no\",\"content\":\"no\"} | ``",
                "{\"message\":{\"content\":\"\\\"done\\\":true\"}} | \"done\":true",
                "{\"error\":\"\",\"message\":{\"content\":\"x\"}} | x",
                "{\"done\":\"true\",\"message\":{\"content\":\"x\"}} | x",
                "{\"message\":{\"content\":\"\\u00e9\\u0000!\"}} | é!"
            })
    @Tag("UP-15")
    void onlyTheContentOfAMessageIsText(String line, String text) {
        Asking asking =
                ask(
                        StubUpstream.ollama()
                                .tokens("a")
                                .frame(line)
                                .tokens("z")
                                .finish("stop")
                                .usage(3, 2));
        assertEquals(new Reply(FinishReason.STOP, new Usage(3, 2, false)), asking.reply());
        assertEquals("a" + text + "z", asking.text());
    }

    @ParameterizedTest
    @CsvSource({"stop, STOP", "length, LENGTH", "made_up, STOP"})
    @Tag("UP-15")
    void everyDoneReasonIsAnEnd(String word, FinishReason reason) {
        assertEquals(
                reason,
                ask(StubUpstream.ollama().tokens("a").finish(word).usage(1, 1)).reply().finish());
    }

    @ParameterizedTest
    @CsvSource({"load", "unload"})
    @Tag("UP-15")
    void loadingIsNoAnswer(String word) {
        ask(StubUpstream.ollama().finish(word).usage(1, 1)).failure(Reason.UNAVAILABLE);
    }

    @Test
    void theLastLineMayHaveText() {
        Asking asking =
                ask(
                        StubUpstream.ollama()
                                .frame(
                                        "{\"done\":true,\"eval_count\":1,\"prompt_eval_count\":4,"
                                                + "\"message\":{\"content\":\"all\"}}"));
        assertEquals(new Reply(FinishReason.STOP, new Usage(4, 1, false)), asking.reply());
        assertEquals("all", asking.text());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"prompt_eval_count\":7,\"eval_count\":2 | 7 | 2 | false",
                "\"eval_count\":2 | 7 | 2 | true",
                "\"x\":1 | 7 | 1 | true",
                "\"prompt_eval_count\":-1,\"eval_count\":1e18 | 7 | 1 | true",
                "\"prompt_eval_count\":null,\"eval_count\":\"NaN\" | 7 | 1 | true"
            })
    void aUsageThatCanNotBeTrueIsEstimated(
            String usage, int prompt, int completion, boolean estimated) {
        Asking asking =
                ask(StubUpstream.ollama().tokens("abc").frame("{\"done\":true," + usage + "}"));
        assertEquals(new Usage(prompt, completion, estimated), asking.reply().usage());
    }

    @Test
    @Tag("UP-15")
    void linesMayComeTogetherOrInPieces() {
        String lines =
                """
                {"message":{"content":"é"}}
                {"message":{"thinking":"hm","content":""}}
                {"message":{"content":"漢"}}
                {"message":{"content":""},"done":true,"done_reason":"length"}
                """;
        for (int bytes : new int[] {1, 2, 3, 50, 1000}) {
            Asking asking = ask(StubUpstream.ollama().atATime(bytes).text(lines));
            assertEquals(FinishReason.LENGTH, asking.reply().finish());
            assertEquals("é漢", asking.text(), bytes + " bytes at a time");
        }
    }

    @Test
    @Tag("UP-06")
    void anErrorEndsTheAnswerWhereverItComes() {
        String error = "{\"error\":\"an error was encountered while running the model\"}";
        ask(StubUpstream.ollama().frame(error)).failure(Reason.UNAVAILABLE);
        Asking middle = ask(StubUpstream.ollama().tokens("a").frame(error).hold());
        String message = String.valueOf(middle.failure(Reason.UNAVAILABLE).getMessage());
        assertTrue(message.contains("while running the model"), message);
        assertEquals("a", middle.text());
        ask(StubUpstream.ollama().tokens("a").text(error)).failure(Reason.UNAVAILABLE);
        ask(StubUpstream.ollama().frame("{\"error\":{\"code\":429,\"message\":\"m\"}}"))
                .failure(Reason.RATE_LIMITED);
    }

    @Test
    void aStreamThatIsCutAnywhereIsCompleteOnlyAfterItsLastLine() {
        String stream =
                """
                {"message":{"content":"é漢"}}
                {"message":{"content":"😀"}}\r
                {"done":true,"done_reason":"stop"}
                """;
        byte[] bytes = stream.getBytes(UTF_8);
        for (int i = 0; i <= bytes.length; i++) {
            Asking asking =
                    ask(StubUpstream.ollama().closeDelimited().bytes(Arrays.copyOf(bytes, i)));
            if (i < bytes.length - 1) {
                asking.failure(Reason.UNAVAILABLE);
            } else {
                asking.reply();
                assertEquals("é漢😀", asking.text(), "cut at " + i);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "500 | llama runner process has terminated | UNAVAILABLE | true",
                "503 | server busy, please try again | UNAVAILABLE | true",
                "404 | model 'm' not found | REJECTED | false",
                "400 | the input length exceeds the context length | REJECTED | false"
            })
    @Tag("UP-13")
    void failuresAreOfTheirKind(int status, String said, Reason reason, boolean again) {
        PluginException failure =
                ask(StubUpstream.ollama()
                                .status(status)
                                .header("Content-Type", "application/json")
                                .text("{\"error\":\"" + said + "\"}"))
                        .failure(reason);
        assertEquals(again, failure.retryAfter().isPresent());
        String message = String.valueOf(failure.getMessage());
        assertTrue(message.contains(said), message);
    }

    @Test
    @Tag("UP-14")
    void aModelThatIsBeingLoadedIsWaitedFor() {
        StubScript slow =
                StubUpstream.ollama().holdHeaders().tokens("a").finish("stop").usage(1, 1);
        try (var upstream = StubUpstream.start(slow);
                ChatModel model = model(upstream, Map.of("idle-timeout", "100ms"))) {
            Asking asking = Asking.start(model, Prompt.of("?"));
            StubCall call = upstream.call(0);
            // six times as long as a silence between two pieces may last
            assertFalse(call.isClosedWithin(Duration.ofMillis(600)), "it gave up");
            upstream.release();
            asking.reply();
        }
    }

    @Test
    @Tag("UP-14")
    void aModelHasFiveMinutesToBeLoadedUnlessToldOtherwise() {
        TestSettings settings = TestSettings.of(Map.of("model", "m"));
        var clocks = OllamaSettings.from(settings.settings()).chat().clocks();
        assertEquals(Duration.ofMinutes(5), clocks.firstToken());
        assertEquals(Duration.ofSeconds(30), clocks.idle());
    }

    @Test
    void theRequestSaysWhatOllamaMustNotDoByItself() {
        StubScript hello = StubUpstream.ollama().tokens("a").finish("stop").usage(1, 1);
        try (var upstream = StubUpstream.start(hello);
                ChatModel model =
                        model(
                                upstream,
                                Map.of(
                                        "context-window", "8192",
                                        "max-tokens", "192",
                                        "keep-alive", "30m"))) {
            Asking.start(model, Prompt.of("Hi")).reply();
            StubCall call = upstream.call(0);
            assertEquals("/api/chat", call.path());
            String body = call.body().replaceAll("\\s*([{}\\[\\],:])\\s*", "$1");
            for (String part :
                    List.of(
                            "\"truncate\":false",
                            "\"shift\":false",
                            "\"think\":false",
                            "\"num_ctx\":8192",
                            "\"num_predict\":192",
                            "\"temperature\":0.7",
                            "\"keep_alive\":1800",
                            "\"stream\":true",
                            "{\"role\":\"user\",\"content\":\"Hi\"}")) {
                assertTrue(body.contains(part), part + " is not in " + body);
            }
            assertEquals(8000, model.promptTokens());
        }
    }

    @Test
    void aPromptThatAnOldOllamaHasCutIsNoticed() {
        List<String> warnings = new ArrayList<>();
        CutPrompts noted =
                new CutPrompts() {
                    @Override
                    void warn(String message) {
                        warnings.add(message);
                    }
                };
        StubScript cut = StubUpstream.ollama().tokens("a").finish("stop").usage(512, 1);
        try (var upstream = StubUpstream.start(cut)) {
            var settings =
                    OllamaSettings.from(
                            TestSettings.of(Map.of("base-url", upstream.uri(), "model", "m"))
                                    .settings());
            var model = new OllamaChatModel(settings, noted);
            Asking.start(model, Prompt.of("word ".repeat(512))).reply();
            assertEquals(List.of(), warnings);
            Asking.start(model, Prompt.of("word, ".repeat(1500))).reply();
        }
        assertEquals(1, warnings.size(), warnings.toString());
        for (String part : List.of("'m'", "512", "1500", "context-window", "4096")) {
            assertTrue(warnings.getFirst().contains(part), warnings.getFirst());
        }
    }

    @Test
    void settingsThatCanNotWorkAreReported() {
        problem(Map.of(), "test.model");
        problem(Map.of("model", "m", "base-url", "http://h:1/v1"), "test.base-url");
        problem(Map.of("model", "m", "keep-alive", "soon"), "test.keep-alive");
        problem(Map.of("model", "m", "context-window", "512"), "test.context-window");
        problem(Map.of("model", "m", "think", "yes"), "test.think");
    }

    private static void problem(Map<String, ?> settings, String path) {
        TestSettings read = TestSettings.of(settings);
        new OllamaChatModelProvider().create(read.settings(), TestContext.in(Path.of(""))).close();
        assertEquals(List.of(path), read.problems().stream().map(p -> p.path()).toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"models\":[{\"name\":\"m:latest\"}]} | ",
                "{\"models\":[{\"name\":\"x\",\"model\":\"m:latest\"}]} | ",
                "{\"models\":[{\"name\":\"m:7b\"}]} | run 'ollama pull m'",
                "{\"models\":[]} | run 'ollama pull m'",
                "<html> | not Ollama"
            })
    void theCheckSaysWhatIsWrong(String answer, @Nullable String expected) {
        try (var upstream = StubUpstream.start(StubUpstream.ollama().json(call -> answer));
                ChatModel model = model(upstream, Map.of())) {
            String said = checked(model);
            assertTrue(expected == null ? said.isEmpty() : said.contains(expected), said);
            assertEquals("/api/tags", upstream.call(0).path());
        }
    }

    private static String checked(ChatModel model) {
        try {
            model.check();
            return "";
        } catch (PluginException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
