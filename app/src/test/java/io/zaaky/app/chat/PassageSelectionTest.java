package io.zaaky.app.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.Passage;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PassageSelectionTest {
    private static final double EXACT = 1e-9;

    @Test
    void neighboursBecomeOnePassageAtThePlaceOfTheFirst() {
        List<Selected> selected =
                PassageSelection.of(
                        List.of(
                                part("a", 4, "The pool opens at nine.", 0.9),
                                part("b", 0, "Dogs stay outside.", 0.8),
                                part("a", 3, "Everything about the pool.", 0.7)),
                        5);
        assertEquals(List.of("a#3", "b#0"), places(selected));
        assertEquals(
                "Everything about the pool.\n\nThe pool opens at nine.",
                selected.getFirst().passage().text());
        assertEquals(0.9, selected.getFirst().passage().score(), EXACT);
        assertEquals("The pool opens at nine.", selected.getFirst().core().text());
    }

    @Test
    void atMostThreePartsAreJoinedAndNoneThatIsFarWorse() {
        List<Passage> found = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            found.add(part("a", i, "Chapter " + i + " of the book.", 0.9 - 0.01 * i));
        }
        assertEquals(List.of("a#0", "a#3"), places(PassageSelection.of(found, 5)));
        List<Passage> uneven =
                List.of(part("a", 0, "Near the question.", 0.9), part("a", 1, "Far away.", 0.3));
        assertEquals(List.of("a#0", "a#1"), places(PassageSelection.of(uneven, 5)));
    }

    @Test
    void ofTwoThatSayTheSameTheBetterStaysAndTheNextOneMovesUp() {
        String text = "Season tickets are sold at the office in the old customs house by the pier";
        List<Selected> selected =
                PassageSelection.of(
                        List.of(
                                part("new", 0, text + ".", 0.9),
                                part("copy", 0, text.toUpperCase(java.util.Locale.ROOT), 0.8),
                                part("other", 0, "Day tickets are sold on board.", 0.7)),
                        2);
        assertEquals(List.of("new#0", "other#0"), places(selected));
    }

    @Test
    void aDocumentDoesNotTakeAllPlacesWhileOthersAreGood() {
        List<Passage> found = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            found.add(part("long", 2 * i, "Part number " + i + " of it.", 0.90 - 0.01 * i));
        }
        found.add(part("b", 0, "Another good one.", 0.80));
        found.add(part("c", 0, "A third good one.", 0.79));
        found.add(part("poor", 0, "Hardly about it.", 0.10));
        List<String> places = places(PassageSelection.of(found, 5));
        assertTrue(places.containsAll(List.of("long#0", "b#0", "c#0")), places.toString());
        assertEquals(2, places.stream().filter(p -> p.startsWith("long")).count() - 1);
    }

    @Test
    void oneDocumentAloneFillsAllPlaces() {
        List<Passage> found = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            found.add(part("only", 2 * i, "Part number " + i + " of it.", 0.9 - 0.01 * i));
        }
        assertEquals(5, PassageSelection.of(found, 5).size());
    }

    @Test
    void whateverIsFoundTheScoresFallAndTheFirstOnesDoNotDependOnHowManyAreWanted() {
        var random = new SplittableRandom(5);
        for (int round = 0; round < 100; round++) {
            List<Passage> found = new ArrayList<>();
            double score = 1;
            for (int i = 0; i < 60; i++) {
                score -= random.nextDouble() / 60;
                found.add(part("d" + random.nextInt(8), i, "text " + random.nextInt(50), score));
            }
            List<Selected> all = PassageSelection.of(found, 100);
            assertEquals(all.subList(0, 5), PassageSelection.of(found, 5), "round " + round);
            for (int i = 1; i < all.size(); i++) {
                double before = all.get(i - 1).passage().score();
                assertTrue(all.get(i).passage().score() <= before, "round " + round);
            }
        }
    }

    private static List<String> places(List<Selected> selected) {
        return selected.stream()
                .map(one -> one.passage().documentId() + "#" + one.passage().chunk())
                .toList();
    }

    private static Passage part(String document, int chunk, String text, double score) {
        return new Passage(document, chunk, "Title", "", "", text, score);
    }
}
