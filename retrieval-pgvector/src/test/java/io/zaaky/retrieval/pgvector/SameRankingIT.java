package io.zaaky.retrieval.pgvector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.retrieval.lucene.LuceneRetrieverProvider;
import io.zaaky.spi.Document;
import io.zaaky.spi.DocumentIndex;
import io.zaaky.spi.Evidence;
import io.zaaky.spi.Passage;
import io.zaaky.spi.Retrieval;
import io.zaaky.spi.RetrievalQuery;
import io.zaaky.spi.RetrieverProvider;
import io.zaaky.testkit.FakeEmbedding;
import io.zaaky.testkit.TestContext;
import io.zaaky.testkit.TestSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A chatbot that moves from one backend to the other answers from the same passages. */
final class SameRankingIT {
    private static final int DOCUMENTS = 190;
    private static final int VOCABULARY = 400;

    @TempDir private Path directory = Path.of("");
    private final SplittableRandom random = new SplittableRandom(11);

    @Test
    void bothBackendsRankAlikeAlsoAfterReplacingAndRemoving() {
        try (TestDatabase database = TestDatabase.create()) {
            var context =
                    TestContext.in(directory).with(new FakeEmbedding()).with(database.database());
            try (DocumentIndex lucene = index(new LuceneRetrieverProvider(), context);
                    DocumentIndex pgvector = index(new PgvectorRetrieverProvider(), context)) {
                for (DocumentIndex index : List.of(lucene, pgvector)) {
                    fill(index, context);
                }
                for (int i = 0; i < 40; i++) {
                    var query =
                            new RetrievalQuery(
                                    context.chatbot(), words(1 + i % 12) + " 7 berths", 20);
                    assertAlike(query.text(), lucene.retrieve(query), pgvector.retrieve(query));
                }
                assertEquals(
                        ids(lucene, context), ids(pgvector, context), "documents that are listed");
            }
        }
    }

    private static DocumentIndex index(RetrieverProvider provider, TestContext context) {
        return (DocumentIndex) provider.create(TestSettings.of(Map.of()).settings(), context);
    }

    private static List<String> ids(DocumentIndex index, TestContext context) {
        return index.list(context.chatbot(), "", 1000).stream().map(info -> info.id()).toList();
    }

    private void fill(DocumentIndex index, TestContext context) {
        var texts = new SplittableRandom(7);
        for (int i = 0; i < DOCUMENTS; i++) {
            index.put(context.chatbot(), document(texts, i));
        }
        for (int i = 0; i < DOCUMENTS; i += 3) {
            index.put(context.chatbot(), document(texts, i));
        }
        for (int i = 1; i < DOCUMENTS; i += 10) {
            index.remove(context.chatbot(), "d" + i);
        }
    }

    private static Document document(SplittableRandom texts, int number) {
        List<Document.Chunk> chunks = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            chunks.add(new Document.Chunk("Part " + i, words(texts, 10 + texts.nextInt(120))));
        }
        return new Document("d" + number, "Title " + number, "", "h", chunks);
    }

    private String words(int count) {
        return words(random, count);
    }

    /** Some words are in nearly every text, most are rare. */
    private static String words(SplittableRandom random, int count) {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            double rare = random.nextDouble();
            text.append("term").append((int) (rare * rare * rare * VOCABULARY)).append(' ');
        }
        return text.toString();
    }

    private static void assertAlike(String question, Retrieval expected, Retrieval actual) {
        assertEquals(places(expected), places(actual), question);
        for (int i = 0; i < expected.passages().size(); i++) {
            Passage one = expected.passages().get(i);
            Passage other = actual.passages().get(i);
            assertEquals(one.score(), other.score(), 1e-6, question);
            assertEquals(one.text(), other.text());
            assertEquals(one.words(), other.words(), question);
        }
        Evidence one = expected.evidence();
        Evidence other = actual.evidence();
        assertEquals(one.topCosine(), other.topCosine(), 1e-6, question);
        assertEquals(one.keywordShare(), other.keywordShare(), 1e-6, question);
        assertEquals(one.overlap(), other.overlap(), 1e-6, question);
        assertEquals(one.cosineGap(), other.cosineGap(), 1e-6, question);
        assertEquals(one.keywordGap(), other.keywordGap(), 1e-6, question);
        assertEquals(one.rarity(), other.rarity(), 1e-9, question);
        assertEquals(one.words(), other.words(), question);
        assertEquals(one.unknown(), other.unknown(), question);
        assertTrue(one.unknown().contains("berths"), one::toString);
        // Which of several chunks with the same BM25 score is the hundredth is not defined.
        assertEquals(one.topDeviation(), other.topDeviation(), 0.05, question);
    }

    private static List<String> places(Retrieval retrieval) {
        return retrieval.passages().stream()
                .map(passage -> passage.documentId() + "#" + passage.chunk())
                .toList();
    }
}
