package io.zaaky.retrieval.hybrid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.zaaky.spi.Document;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import io.zaaky.testkit.FakeEmbedding;
import io.zaaky.testkit.TestSettings;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TextTest {
    private final TextAnalysis english = new TextAnalysis(Language.EN);
    private final FakeEmbedding embedding = new FakeEmbedding();

    @Test
    void englishWordsLoseTheirEndingsAndSomeDoNotCount() {
        assertEquals(
                List.of("captain", "ship", "sail", "e", "42"),
                english.words("The captain's ships are sailing E-42"));
    }

    @Test
    void anotherLanguageHasItsOwnRules() {
        assertEquals(
                List.of("schiff", "fahr"),
                new TextAnalysis(Language.DE).words("Die Schiffe fahren"));
        assertEquals(List.of("the", "ships"), new TextAnalysis(Language.NONE).words("The ships"));
    }

    @Test
    void everyLanguageReadsEveryText() {
        for (Language language : Language.values()) {
            List<String> words = new TextAnalysis(language).words("x1 東京 Привет \0 🚢 ?!");
            assertEquals("x1", words.getFirst(), language.name());
        }
    }

    @Test
    void aQuestionHasEachWordOnceWithItsCount() {
        Question question = Question.of("Ships, ships and boats", english, embedding);
        assertEquals(Map.of("ship", 2, "boat", 1), question.words());
        assertEquals(384, question.vector().dimensions());
    }

    @Test
    void aVeryLongQuestionHasALimitedNumberOfWords() {
        String all =
                IntStream.range(0, 5000).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));
        assertEquals(128, Question.of(all, english, embedding).words().size());
    }

    @Test
    void titleAndHeadingAreIndexedButNotTwice() {
        assertEquals("T\nH\ntext", indexed("T", new Document.Chunk("H", "text")));
        assertEquals("Guide > A\ntext", indexed("Guide", new Document.Chunk("Guide > A", "text")));
        assertEquals("Guide to it", indexed("Guide", new Document.Chunk("", "Guide to it")));
        assertEquals("text", indexed("", new Document.Chunk("", "text")));
    }

    private static String indexed(String title, Document.Chunk chunk) {
        return Preparation.indexed("guide.md", title, chunk);
    }

    @Test
    void aTitleThatIsAFilesNameWithoutAWordIsNotIndexed() {
        var chunk = new Document.Chunk("H", "text");
        assertEquals("H\ntext", Preparation.indexed("papers/1017.txt", "1017", chunk));
        assertEquals("1984\nH\ntext", Preparation.indexed("novels/orwell.txt", "1984", chunk));
        assertEquals(
                "Opening hours\nH\ntext",
                Preparation.indexed("opening-hours.md", "Opening hours", chunk));
    }

    @Test
    void whatIsKnownIsNotEmbeddedAgain() {
        var preparation = new Preparation(english, embedding);
        var known = new UnitVector(new float[384]);
        var chunks =
                List.of(
                        new Document.Chunk("", "same"),
                        new Document.Chunk("", "new"),
                        new Document.Chunk("", "new"));
        List<PreparedChunk> prepared =
                preparation.chunks(new Document("a", "", "", "h", chunks), Map.of("same", known));
        assertEquals(known, prepared.getFirst().vector());
        assertEquals(Map.of("new", 1), prepared.get(1).words());
        assertEquals(1, embedding.embedded());
    }

    @Test
    void aVectorOfAnotherSizeThanPromisedIsRefused() {
        var liar = new ShortVectors();
        var document = new Document("a", "", "", "h", List.of(new Document.Chunk("", "x")));
        PluginException e =
                assertThrows(
                        PluginException.class,
                        () -> new Preparation(english, liar).chunks(document, Map.of()));
        assertEquals(Reason.BROKEN, e.reason());
    }

    @Test
    void theEditionTellsModelsSizesAndLanguagesApart() {
        var settings = HybridSettings.from(TestSettings.of(Map.of()).settings());
        var german = HybridSettings.from(TestSettings.of(Map.of("language", "de")).settings());
        var editions =
                List.of(
                        settings.edition(embedding),
                        german.edition(embedding),
                        settings.edition(new FakeEmbedding("fake", 16, Map.of())),
                        settings.edition(new FakeEmbedding("other", 384, Map.of())));
        assertEquals(4, editions.stream().distinct().count(), editions.toString());
    }

    @Test
    void chunksThatSayTheSameAreEmbeddedOnce() {
        List<Document.Chunk> chunks =
                IntStream.range(0, 1000)
                        .mapToObj(i -> new Document.Chunk("", i % 2 == 0 ? "ping" : "pong"))
                        .toList();
        var document = new Document("a", "", "", "hash", chunks);
        List<PreparedChunk> prepared =
                new Preparation(english, embedding).chunks(document, Map.of());
        assertEquals(2, embedding.embedded());
        assertEquals(1000, prepared.size());
        assertEquals(prepared.get(0).vector(), prepared.get(998).vector());
    }
}
