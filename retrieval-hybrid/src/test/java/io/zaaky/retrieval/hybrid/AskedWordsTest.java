package io.zaaky.retrieval.hybrid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AskedWordsTest {

    private static List<String> named(Language language, String question) {
        return List.copyOf(new TextAnalysis(language).named(question).values());
    }

    @Test
    void wordsAreNamedAsTheyStandInTheQuestion() {
        assertEquals(
                Map.of("berth", "Berths", "reserv", "reserved"),
                new TextAnalysis(Language.EN).named("How are Berths reserved? And a berth?"));
    }

    @Test
    void aNumberStandsWithItsUnit() {
        assertEquals(
                List.of("boat", "10 m", "12.5 kWh", "3", "2024"),
                named(Language.EN, "May a boat of 10 m use 12.5 kWh, 3 or so, in 2024?"));
    }

    @Test
    void wordsThatEveryQuestionHasAreNotNamed() {
        assertEquals(
                List.of("dog", "ferry"),
                named(Language.EN, "Hi! Please, can I take my dog? What's the ferry like?"));
        assertEquals(List.of("Hund", "Fähre"), named(Language.DE, "Darf mein Hund auf die Fähre?"));
        assertEquals(List.of("billet"), named(Language.FR, "Combien est-ce, le billet ?"));
        assertEquals(List.of(), named(Language.EN, "How so? Why can't I? Don’t you want it?"));
    }

    @Test
    void whereItIsNotKnownWhatCarriesMeaningNothingIsNamed() {
        for (Language language : List.of(Language.CJK, Language.NONE)) {
            assertEquals(List.of(), named(language, "Wo ist der Hafen? 港はどこですか"));
        }
    }

    @Test
    void allThatIsNamedStandsInTheQuestionAndIsLookedUp() {
        String odd =
                "x1 東京 Привет \0 🚢 ?! E-42 ".repeat(3) + "a".repeat(1000) + " l'été 5 \uD83D m";
        for (Language language : Language.values()) {
            var analysis = new TextAnalysis(language);
            analysis.named(odd)
                    .forEach(
                            (word, written) -> {
                                assertTrue(odd.contains(written), written);
                                assertTrue(analysis.words(odd).contains(word), word);
                                assertTrue(written.length() <= 45, written);
                            });
        }
    }
}
