package io.zaaky.llm.langchain4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReasoningFilterTest {
    private static List<String> filter(String... pieces) {
        List<String> out = new ArrayList<>();
        var filter = new ReasoningFilter(out::add);
        for (String piece : pieces) {
            filter.accept(piece);
        }
        filter.end();
        return out;
    }

    static List<Arguments> texts() {
        return List.of(
                Arguments.of("<think>so < and </thin </think>yes", "yes"),
                Arguments.of("<think></think>\n\n yes </think> no", "yes </think> no"),
                Arguments.of(" \n<think>a</think> yes", "yes"),
                Arguments.of("yes <think>no</think>", "yes <think>no</think>"),
                Arguments.of("<thin air>", "<thin air>"),
                Arguments.of("<", "<"),
                Arguments.of(" \n", " \n"),
                Arguments.of("<think>never ended", ""),
                Arguments.of("<think>only</think>", ""));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void aBlockAtTheBeginningIsLeftOutWhereverItIsCut(String text, String answer) {
        assertEquals(answer, String.join("", filter(text)));
        assertEquals(answer, String.join("", filter(text.split(""))), "letter by letter");
        for (int i = 1; i < text.length(); i++) {
            String[] pieces = {text.substring(0, i), text.substring(i)};
            assertEquals(answer, String.join("", filter(pieces)), "cut at " + i);
        }
    }

    @Test
    void piecesStayAsTheyCame() {
        assertEquals(List.of(" ", "Hel", "lo", " "), filter(" ", "Hel", "lo", " "));
        assertEquals(List.of("<", "b>"), filter("<", "b>"));
    }
}
