package io.zaaky.llm.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.FinishReason;
import io.zaaky.spi.Prompt;
import io.zaaky.spi.Reason;
import io.zaaky.spi.Reply;
import io.zaaky.spi.Usage;
import io.zaaky.testkit.Asking;
import io.zaaky.testkit.StubScript;
import io.zaaky.testkit.StubUpstream;
import io.zaaky.testkit.TestContext;
import io.zaaky.testkit.TestSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The many shapes that servers give to the same stream. */
class OpenAiChunksTest {
    private static final String FINISH =
            "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";

    private static Asking ask(StubScript script) {
        try (var upstream = StubUpstream.start(script)) {
            var settings = TestSettings.of(Map.of("base-url", upstream.uri("/v1")));
            try (var model =
                    new OpenAiChatModelProvider()
                            .create(settings.settings(), TestContext.in(Path.of("")))) {
                Asking asking = Asking.start(model, Prompt.of("a b c"));
                asking.ended();
                return asking;
            }
        }
    }

    private static StubScript delta(String delta) {
        return StubUpstream.openAi()
                .tokens("a")
                .frame("{\"choices\":[{\"index\":0,\"delta\":" + delta + "}]}")
                .tokens("z")
                .finish("stop")
                .usage(3, 2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "null | ``",
                "{} | ``",
                "[] | ``",
                "{\"role\":\"assistant\"} | ``",
                "{\"role\":\"assistant\",\"content\":null} | ``",
                "{\"content\":\"\"} | ``",
                "{\"content\":\"\\u0000\"} | ``",
                "{\"content\":\"null\"} | null",
                "{\"content\":17} | ``",
                "{\"content\":{\"text\":\"no\"}} | ``",
                "{\"content\":[]} | ``",
                "{\"content\":[{\"type\":\"text\",\"text\":\"x\"},{\"text\":\"y\"}]} | xy",
                "{\"content\":[{\"text\":\"x\",\"type\":\"output_text\"},\"y\",null,7]} | xy",
                "{\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"h\"}]}]}"
                    + " | ``",
                "{\"content\":[{\"type\":\"image_url\",\"text\":\"no\"}]} | ``",
                "{\"reasoning_content\":\"hm\",\"content\":null} | ``",
                "{\"reasoning\":\"hm\",\"content\":\"x\"} | x",
                "{\"reasoning_details\":[{\"content\":\"hm\"}],\"content\":\"x\"} | x",
                "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"content\\\":\\\"no\\\"}\"}}]}"
                    + " | ``",
                "{\"function_call\":{\"content\":\"no\"},\"content\":\"x\"} | x",
                "{\"content\":\"\\\"content\\\":\\\"x\\\"\"} | \"content\":\"x\"",
                "{\"content\":\"x\",\"refusal\":null} | x",
                "{\"audio\":{\"data\":\"\",\"content\":\"no\"},\"content\":\"x\"} | x"
            })
    @Tag("UP-11")
    void onlyTheTextOfADeltaIsText(String delta, String text) {
        Asking asking = ask(delta(delta));
        assertEquals(new Reply(FinishReason.STOP, new Usage(3, 2, false)), asking.reply());
        assertEquals("a" + text + "z", asking.text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"choices\":[]}",
                "{\"choices\":null}",
                "{\"choices\":[null]}",
                "{\"choices\":[{}]}",
                "{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"no\"},\"finish_reason\":\"stop\"}]}",
                "{\"choices\":[{\"delta\":{\"content\":\"no\"},\"index\":2}]}",
                "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"\"}]}",
                "{\"error\":null}",
                "{\"delta\":{\"content\":\"no\"},\"content\":\"no\",\"message\":{\"content\":\"no\"}}",
                "{\"prompt_filter_results\":[{\"content_filter_results\":{}}],\"choices\":[]}"
            })
    @Tag("UP-11")
    void chunksWithoutTextOfOursAreNone(String chunk) {
        Asking asking =
                ask(
                        StubUpstream.openAi()
                                .tokens("a")
                                .frame(chunk)
                                .tokens("z")
                                .finish("stop")
                                .usage(3, 2));
        assertEquals("az", asking.text(), () -> asking.thrown().toString());
        assertEquals(FinishReason.STOP, asking.reply().finish());
    }

    @ParameterizedTest
    @CsvSource({
        "stop, STOP",
        "length, LENGTH",
        "content_filter, CONTENT_FILTER",
        "tool_calls, STOP",
        "made_up, STOP",
        "insufficient_system_resource, LENGTH"
    })
    @Tag("UP-11")
    void everyFinishReasonIsAnEnd(String word, FinishReason reason) {
        assertEquals(
                reason,
                ask(StubUpstream.openAi().tokens("a").finish(word).usage(1, 1)).reply().finish());
    }

    @Test
    @Tag("UP-11")
    void aRefusalIsTextAndSaysSo() {
        Asking asking =
                ask(
                        StubUpstream.openAi()
                                .frame(
                                        "{\"choices\":[{\"index\":0,\"delta\":{\"refusal\":\"I"
                                                + " can't.\"}}]}")
                                .finish("stop")
                                .usage(1, 1));
        assertEquals(FinishReason.REFUSED, asking.reply().finish());
        assertEquals("I can't.", asking.text());
    }

    @Test
    @Tag("UP-11")
    void textUsageAndFinishMayComeInOneChunk() {
        Asking asking =
                ask(
                        StubUpstream.openAi()
                                .frame(
                                        "{\"usage\":{\"completion_tokens\":1,\"prompt_tokens\":7},"
                                            + "\"choices\":[{\"finish_reason\":\"stop\",\"delta\":"
                                            + "{\"content\":\"all\"},\"index\":0}]}"));
        assertEquals(new Reply(FinishReason.STOP, new Usage(7, 1, false)), asking.reply());
        assertEquals("all", asking.text());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"prompt_tokens\":7,\"completion_tokens\":2} | 7 | 2 | false",
                "{\"prompt_tokens\":7.0,\"completion_tokens\":2,\"prompt_tokens_details\":"
                        + "{\"prompt_tokens\":99}} | 7 | 2 | false",
                "null | 7 | 1 | true",
                "{} | 7 | 1 | true",
                "{\"prompt_tokens\":-7,\"completion_tokens\":2} | 7 | 2 | true",
                "{\"prompt_tokens\":1e18,\"completion_tokens\":2} | 7 | 2 | true",
                "{\"prompt_tokens\":\"NaN\",\"completion_tokens\":null} | 7 | 1 | true",
                "{\"prompt_tokens\":0,\"completion_tokens\":0} | 7 | 1 | true"
            })
    void aUsageThatCanNotBeTrueIsEstimated(
            String usage, int prompt, int completion, boolean estimated) {
        Asking asking =
                ask(
                        StubUpstream.openAi()
                                .tokens("abc")
                                .finish("stop")
                                .frame("{\"choices\":[],\"usage\":" + usage + "}"));
        assertEquals(new Usage(prompt, completion, estimated), asking.reply().usage());
    }

    @Test
    @Tag("UP-11")
    void aUsageThatComesWithEachChunkIsCountedOnce() {
        StubScript script = StubUpstream.openAi().tokens("a");
        for (int i = 1; i <= 3; i++) {
            script.frame(
                    "{\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":"
                            + i
                            + "}}");
        }
        Asking asking = ask(script.finish("stop").frame("{\"usage\":null,\"choices\":[]}"));
        assertEquals(new Usage(7, 3, false), asking.reply().usage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"error\":{\"message\":\"m\"}} | UNAVAILABLE",
                "{\"error\":\"m\"} | UNAVAILABLE",
                "{\"error\":{\"code\":429,\"message\":\"m\"}} | RATE_LIMITED",
                "{\"error\":{\"type\":\"rate_limit_exceeded\"}} | RATE_LIMITED",
                "{\"error\":{\"code\":400,\"message\":\"m\"},\"choices\":[]} | REJECTED",
                "{\"error\":{\"code\":\"invalid_api_key\"}} | UNAUTHORIZED"
            })
    @Tag("UP-05")
    void anErrorEndsTheAnswerWhereverItComes(String error, Reason reason) {
        ask(StubUpstream.openAi().frame(error)).failure(reason);
        ask(StubUpstream.openAi().frame(error).frame("[DONE]")).failure(reason);
        ask(StubUpstream.openAi().text("event: error\n").frame(error)).failure(reason);
        Asking middle = ask(StubUpstream.openAi().tokens("a").frame(error).tokens("b"));
        middle.failure(reason);
        assertEquals("a", middle.text());
        ask(StubUpstream.openAi().tokens("a").finish("stop").frame(error).frame("[DONE]"))
                .failure(reason);
    }

    @Test
    void anErrorFieldOfTheStreamIsAnError() {
        ask(StubUpstream.openAi().tokens("a").text("error: {\"code\":503,\"message\":\"m\"}\n\n"))
                .failure(Reason.UNAVAILABLE);
    }

    @Test
    @Tag("UP-08")
    void anErrorInAnAnswerThatIsNoStreamIsAnError() {
        StubScript json =
                StubUpstream.openAi()
                        .json(call -> "{\"error\":{\"code\":429,\"message\":\"later\"}}");
        assertTrue(ask(json).failure(Reason.RATE_LIMITED).retryAfter().isPresent());
        ask(StubUpstream.openAi().json(call -> "{\"choices\":[]}")).failure(Reason.UNAVAILABLE);
    }

    @Test
    @Tag("UP-04")
    void doneWithoutAFinishReasonIsNoEnd() {
        ask(StubUpstream.openAi().tokens("a").frame("[DONE]")).failure(Reason.UNAVAILABLE);
    }

    @Test
    @Tag("UP-04")
    void aFinishReasonIsAnEndWithoutDone() {
        String answer = "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n" + FINISH;
        assertEquals("a", complete(StubUpstream.openAi().text(answer)));
        assertEquals("a", complete(StubUpstream.openAi().text(answer).cut()));
        assertEquals("a", complete(StubUpstream.openAi().text(answer).text("data: [DO").cut()));
        assertEquals("a", complete(StubUpstream.openAi().text(answer).reset()));
        assertEquals("a", complete(StubUpstream.openAi().text(answer.strip())));
        // a server that forgets to close
        assertEquals("a", complete(StubUpstream.openAi().text(answer).hold()));
    }

    private static String complete(StubScript script) {
        Asking asking = ask(script);
        assertEquals(FinishReason.STOP, asking.reply().finish());
        return asking.text();
    }

    @Test
    @Tag("UP-04")
    void aStreamThatIsCutAnywhereIsCompleteOnlyAfterItsFinishReason() {
        String stream =
                "data: {\"choices\":[{\"delta\":{\"content\":\"é漢😀\"}}]}\r\n\r\n"
                        + FINISH
                        + "data: [DONE]\n\n";
        byte[] bytes = stream.getBytes(UTF_8);
        int complete = stream.substring(0, stream.indexOf("stop\"}]}") + 8).getBytes(UTF_8).length;
        for (int i = 0; i <= bytes.length; i++) {
            byte[] cut = Arrays.copyOf(bytes, i);
            Asking asking = ask(StubUpstream.openAi().closeDelimited().bytes(cut));
            if (i < complete) {
                asking.failure(Reason.UNAVAILABLE);
            } else {
                asking.reply();
                assertEquals("é漢😀", asking.text(), "cut at " + i);
            }
        }
    }

    @Test
    void reasoningIsALifeSignButNoText() {
        StubScript script = StubUpstream.openAi();
        for (int i = 0; i < 10; i++) {
            script.frame("{\"choices\":[{\"delta\":{\"reasoning_content\":\"hm\"}}]}")
                    .pause(Duration.ofMillis(100));
        }
        try (var upstream = StubUpstream.start(script.tokens("yes").finish("stop").usage(1, 9))) {
            var settings =
                    TestSettings.of(
                            Map.of(
                                    "base-url",
                                    upstream.uri("/v1"),
                                    "first-token-timeout",
                                    "700ms"));
            try (var model =
                    new OpenAiChatModelProvider()
                            .create(settings.settings(), TestContext.in(Path.of("")))) {
                Asking asking = Asking.start(model, Prompt.of("?"));
                asking.reply();
                assertEquals("yes", asking.text());
            }
        }
    }

    @Test
    void reasoningAloneIsNoAnswerAndSaysWhatToDo() {
        String message =
                String.valueOf(
                        ask(StubUpstream.openAi()
                                        .tokens("<think>", "hm")
                                        .finish("length")
                                        .usage(1, 9))
                                .failure(Reason.UNAVAILABLE)
                                .getMessage());
        assertTrue(message.contains("max-tokens"), message);
    }

    @Test
    void aBlockOfThoughtsIsLeftOut() {
        Asking asking =
                ask(
                        StubUpstream.openAi()
                                .tokens("<th", "ink>so", "</thi", "nk>\n\n", "yes", " sir")
                                .finish("stop")
                                .usage(1, 9));
        asking.reply();
        assertEquals("yes sir", asking.text());
    }
}
