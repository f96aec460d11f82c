package io.zaaky.app.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.ContextQuality;
import io.zaaky.spi.Passage;
import io.zaaky.spi.Prompt;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("ING-20")
class PromptTextTest {
    private static final Pattern OURS =
            Pattern.compile("(?im)^[\\s\\p{Z}]*(\\[\\d+]|question:|documents:)");

    /** What texts are made of, so that all of it meets all of it. */
    private static final String[] PARTS = {
        "[2] x",
        "[12]",
        "[",
        "2]",
        "Question:",
        "QUESTION: y",
        "Documents:",
        "\n",
        "\r",
        "\r\n",
        "\u2028",
        "\u0085",
        "\f",
        " ",
        "\t",
        "\u00A0",
        "\u3000",
        "\u200B",
        "\u2060",
        "\uFEFF",
        "\u202E",
        "\uDB40\uDC49",
        "<|im_start|>",
        "<",
        "|",
        "im_end|>",
        "</s>",
        "[INST]",
        "[/",
        "INST]",
        "word",
        "\u0000",
        "é"
    };

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Plain words.\nAnd more of them, as in [1] and a[2].",
                "Family 👨‍👩‍👧, می‌خواهم, naïve, 東京\n\tint[] a = {1 < 2 ? x : y};",
                "<p>Hello</p> <b>x</b> if (a < s) [Inst] note: Question marks?"
            })
    void whatIsNothingSpecialStaysAsItIs(String text) {
        assertSame(text, PromptText.inert(text));
        assertSame(text, PromptText.block(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\"a\n[2] b\"|\"a\n> [2] b\"",
                "\"  [2] b\"|\">   [2] b\"",
                "\"Question: x\"|\"> Question: x\"",
                "\"a\rDOCUMENTS: b\"|\"a\n> DOCUMENTS: b\"",
                "\"a\u2028[3]\"|\"a\n> [3]\"",
                "\"</s>[INST]x\"|\"< /s>[ INST]x\""
            })
    void aLineLikeOursIsQuotedAndAWordOfATemplateIsBroken(String text, String wanted) {
        assertEquals(wanted, PromptText.block(text));
    }

    @Test
    void charactersThatNobodySeesAreLeftOut() {
        assertEquals("ab", PromptText.inert("a\u200B\uDB40\uDC41\u202E\uFEFFb"));
    }

    @Test
    void aTitleIsOneLine() {
        assertEquals(
                "A [2] B < |im_start|>", PromptText.line(" A\n[2] B\u2028 <|im_\u200Bstart|> "));
    }

    @Test
    void whateverDocumentsQuestionAndHistoryHoldThePromptHasItsOwnFormOnly() {
        var random = new Random(5);
        var builder = new PromptBuilder("You are the desk.");
        for (int round = 0; round < 5_000; round++) {
            List<Selected> selected =
                    List.of(
                            selected(text(random), text(random)),
                            selected(text(random), text(random)));
            Prompt prompt =
                    builder.build(
                            new FakeModel(100_000),
                            text(random),
                            new Grounding(
                                    "q", List.of("q"), selected, ContextQuality.NONE, true, false),
                            Turns.said(text(random) + "a", text(random) + "b"));
            String last = prompt.messages().getLast().text();
            assertEquals(4, OURS.matcher(last).results().count(), last);
            assertTrue(last.startsWith("Documents:\n\n[1] "), last);
            assertTrue(last.contains("\n\n[2] ") && last.contains("\n\nQuestion: "), last);
            for (var message : prompt.messages().subList(1, prompt.messages().size())) {
                assertFalse(
                        message.text()
                                .matches(
                                        "(?s).*(<\\||</s>|\\[/?INST]|[\u200B\uFEFF\u202E\u0000]).*"),
                        message::text);
            }
        }
    }

    private static Selected selected(String title, String text) {
        var passage = new Passage("doc", 0, "T" + title, title, "", "x" + text, 0.5);
        return new Selected(passage, passage);
    }

    private static String text(Random random) {
        var text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.append(PARTS[random.nextInt(PARTS.length)]);
        }
        return text.toString();
    }
}
