package io.zaaky.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.Document;
import io.zaaky.spi.DocumentIndex;
import io.zaaky.spi.Evidence;
import io.zaaky.spi.Passage;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import io.zaaky.spi.Retrieval;
import io.zaaky.spi.RetrievalQuery;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** What a search finds. */
abstract class DocumentSearchTests extends DocumentIndexFixture {

    @Test
    public final void anEmptyIndexFindsNothing() {
        assertEquals(Retrieval.NOTHING, search(index(), desk, "When do you open?", 5));
    }

    @Test
    public final void aCodeIsFoundAmongMany() {
        DocumentIndex index = index();
        for (int i = 0; i < 40; i++) {
            index.put(desk, document("part-" + i, "Spare part number ZX" + (4700 + i) + "."));
        }
        assertEquals("part-11", ids(search(index, desk, "part zx4711", 3)).getFirst());
    }

    @Test
    public final void aParaphraseIsFoundThoughNoWordIsTheSame() {
        DocumentIndex index = index();
        index.put(desk, document("cars", "Car park behind town hall."));
        index.put(desk, document("dogs", "Dogs stay outside."));
        index.put(desk, document("boats", "Boats moor along quay."));
        Retrieval found = search(index, desk, "automobile", 3);
        assertEquals("cars", ids(found).getFirst());
        assertEquals(0, found.evidence().keywordShare(), "no word is the same");
        assertTrue(found.evidence().topCosine() > embedding.unrelatedCosine(), found.toString());
    }

    @Test
    public final void aPassageSaysWhereItIsFrom() {
        DocumentIndex index = index();
        var document =
                new Document(
                        "guide/opening.md",
                        "Guide",
                        "https://harbor.example/guide",
                        "h1",
                        List.of(
                                new Document.Chunk("Guide", "Welcome to the harbour."),
                                new Document.Chunk(
                                        "Guide > Hours", "Sundays from nine to noon.", 37, 63)));
        index.put(desk, document);
        Passage first = search(index, desk, "sundays", 5).passages().getFirst();
        assertEquals(
                new Passage(
                        "guide/opening.md",
                        1,
                        "Guide",
                        "Guide > Hours",
                        "https://harbor.example/guide",
                        "Sundays from nine to noon.",
                        first.score(),
                        "h1",
                        37,
                        63,
                        first.words()),
                first);
    }

    @Test
    public final void aPartWhosePlaceIsUnknownComesBackAsThat() {
        DocumentIndex index = index();
        index.put(
                desk,
                new Document("a", "", "", "h", List.of(new Document.Chunk("", "The harbour."))));
        Passage passage = search(index, desk, "harbour", 1).passages().getFirst();
        assertFalse(passage.isPlaced(), passage.toString());
    }

    @Test
    public final void aPartThatOnlyMovedInItsDocumentSaysItsNewPlace() {
        DocumentIndex index = index();
        for (int start : List.of(0, 1, Integer.MAX_VALUE - 12)) {
            var chunk = new Document.Chunk("", "The harbour.", start, start + 12);
            index.put(desk, new Document("a", "", "", "h" + start, List.of(chunk)));
            Passage passage = search(index, desk, "harbour", 1).passages().getFirst();
            assertEquals(
                    List.of(start, start + 12),
                    List.of(passage.start(), passage.end()),
                    passage.toString());
        }
    }

    @Test
    public final void titleAndHeadingAreSearchedToo() {
        DocumentIndex index = index();
        var chunk = new Document.Chunk("Moorings", "Ask at the office.");
        index.put(desk, new Document("a", "Marina", "", "h", List.of(chunk)));
        index.put(desk, document("b", "Ask at the ferry terminal."));
        assertEquals("a", ids(search(index, desk, "marina", 2)).getFirst());
        assertEquals("a", ids(search(index, desk, "moorings", 2)).getFirst());
    }

    @Test
    public final void scoresFallAndLieBetweenNoughtAndOne() {
        DocumentIndex index = index();
        for (int i = 0; i < 30; i++) {
            index.put(
                    desk, document("d" + i, "harbour ".repeat(i % 7) + "boat ".repeat(i % 5 + 1)));
        }
        List<Double> scores =
                search(index, desk, "boat harbour", 30).passages().stream()
                        .map(Passage::score)
                        .toList();
        assertEquals(30, scores.size());
        assertEquals(scores.stream().sorted(Comparator.reverseOrder()).toList(), scores);
        assertTrue(scores.getFirst() <= 1 && scores.getLast() >= 0, scores.toString());
    }

    @Test
    public final void asManyPassagesComeAsWereAskedForIfThereAreSoMany() {
        DocumentIndex index = index();
        for (int i = 0; i < 12; i++) {
            String[] texts = new String[10];
            for (int j = 0; j < texts.length; j++) {
                texts[j] = "Berth " + i + " place " + j;
            }
            index.put(desk, document("berth-" + i, texts));
        }
        assertEquals(1, search(index, desk, "berth 3", 1).passages().size());
        assertEquals(7, search(index, desk, "berth 3", 7).passages().size());
        Retrieval all = search(index, desk, "something else", 100);
        assertEquals(100, all.passages().size());
        assertEquals(100, all.passages().stream().map(Passage::text).distinct().count());
        Retrieval whole = search(index, desk, "berth 3", RetrievalQuery.MOST);
        assertTrue(whole.passages().size() >= 100, "only " + whole.passages().size() + " of 120");
        assertEquals(
                whole.passages().size(),
                whole.passages().stream().map(Passage::text).distinct().count(),
                "a passage came twice");
        assertEquals(
                texts(whole).subList(0, 7),
                texts(search(index, desk, "berth 3", 7)),
                "how many are wanted changes what is first");
    }

    @Test
    public final void theEvidenceTellsAnAnswerFromAnotherSubject() {
        DocumentIndex index = index();
        for (int i = 0; i < 20; i++) {
            index.put(desk, document("d" + i, "The ferry number " + i + " leaves at noon."));
        }
        index.put(desk, document("dogs", "Dogs need a lead on the beach."));
        Evidence good = search(index, desk, "dogs lead beach", 5).evidence();
        Evidence none = search(index, desk, "quantum chromodynamics lecture", 5).evidence();
        assertTrue(good.topCosine() > none.topCosine(), good + " " + none);
        assertTrue(good.keywordShare() > 0.3 && good.keywordShare() <= 1, good.toString());
        assertTrue(good.topDeviation() > 1, good.toString());
        assertTrue(good.overlap() > 0 && good.overlap() <= 1, good.toString());
        assertEquals(embedding.unrelatedCosine(), good.unrelatedCosine());
        assertTrue(good.cosineGap() > none.cosineGap() && good.cosineGap() <= 2, good.toString());
        assertTrue(good.keywordGap() > 0 && good.keywordGap() <= 1, good.toString());
        assertEquals(0, none.keywordGap(), none.toString());
        assertEquals(1, none.rarity(), 1e-9, "no document has any of its words");
        assertTrue(good.rarity() > 0 && good.rarity() < 1, good.toString());
        assertEquals(0, none.keywordShare(), none.toString());
        assertEquals(0, none.overlap(), none.toString());
    }

    /** A backend need not report words, but the words that it reports must be right. */
    @Test
    public final void theQuestionsWordsAreToldAsTheyStandInItWhereverTheyOccur() {
        DocumentIndex index = index();
        index.put(desk, document("ferry", "The ferry leaves at noon.", "Dogs need a lead."));
        index.put(desk, document("berth", "A berth is paid at the office."));
        String question = "Do Ferries take dogs from a submarine?";
        Retrieval found = search(index, desk, question, 5);
        Evidence evidence = found.evidence();
        for (String word : evidence.words()) {
            assertTrue(question.contains(word), evidence.toString());
        }
        if (evidence.words().contains("submarine")) {
            assertEquals(List.of("submarine"), evidence.unknown(), evidence.toString());
            assertTrue(evidence.words().containsAll(List.of("Ferries", "dogs")), found.toString());
            for (Passage passage : found.passages()) {
                List<String> expected =
                        switch (passage.text()) {
                            case "The ferry leaves at noon." -> List.of("Ferries");
                            case "Dogs need a lead." -> List.of("dogs");
                            default -> List.of();
                        };
                assertEquals(expected, passage.words(), passage.toString());
            }
        } else {
            assertEquals(List.of(), evidence.unknown(), evidence.toString());
        }
    }

    @Test
    public final void theEvidenceDoesNotDependOnHowManyPassagesAreWanted() {
        DocumentIndex index = index();
        for (int i = 0; i < 30; i++) {
            index.put(desk, document("d" + i, "The ferry number " + i + " leaves at noon."));
        }
        Evidence one = search(index, desk, "ferry 7 at noon", 1).evidence();
        assertEquals(one, search(index, desk, "ferry 7 at noon", 30).evidence());
    }

    @Test
    public final void whateverIsAskedIsAnswered() {
        DocumentIndex index = index();
        index.put(desk, document("a", "The harbour opens at nine."));
        List<String> questions =
                List.of(
                        "the of and",
                        "?!…",
                        "\0",
                        "🚢".repeat(4000),
                        "harbour a b c d e f g h i j k ".repeat(130),
                        "word%s ".repeat(500).formatted((Object[]) numbers(500)),
                        "text:harbour AND (\"x",
                        "'; DROP TABLE chunk; --",
                        "كيف حالك");
        for (String question : questions) {
            assertEquals(
                    List.of("a"),
                    ids(search(index, desk, question, 5)),
                    question.substring(0, Math.min(40, question.length())));
        }
    }

    private static Integer[] numbers(int count) {
        Integer[] numbers = new Integer[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = i;
        }
        return numbers;
    }

    @Test
    public final void anInterruptedSearchIsCancelledAndTheNextOneRuns() throws Exception {
        DocumentIndex index = index();
        index.put(desk, document("a", "The harbour opens at nine."));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Reason reason =
                    threads.submit(
                                    () -> {
                                        Thread.currentThread().interrupt();
                                        return assertThrows(
                                                        PluginException.class,
                                                        () -> search(index, desk, "harbour", 5))
                                                .reason();
                                    })
                            .get();
            assertEquals(Reason.CANCELLED, reason);
        }
        assertEquals(List.of("a"), ids(search(index, desk, "harbour", 5)));
    }

    @Test
    public final void whenTheEmbeddingFailsTheSearchFailsForItsReason() {
        DocumentIndex index = index();
        index.put(desk, document("a", "The harbour opens at nine."));
        embedding.failWith(Reason.RATE_LIMITED);
        PluginException e =
                assertThrows(PluginException.class, () -> search(index, desk, "harbour", 5));
        assertEquals(Reason.RATE_LIMITED, e.reason());
        embedding.recover();
        assertFalse(search(index, desk, "harbour", 5).passages().isEmpty());
    }
}
