package io.zaaky.retrieval.hybrid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.lucene.search.CollectionStatistics;
import org.apache.lucene.search.TermStatistics;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.search.similarities.Similarity;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.SmallFloat;
import org.junit.jupiter.api.Test;

final class Bm25Test {

    /** Lucene's lengths up to 40 words are exact. */
    @Test
    void theScoreIsLucenes() {
        var ours = new Bm25(1000, 30);
        for (int found : new int[] {1, 7, 400, 1000}) {
            for (int count : new int[] {1, 2, 9}) {
                for (int length : new int[] {9, 30, 40}) {
                    double expected = lucene(1000, 30_000, found, count, length);
                    double actual = ours.score(ours.idf(found), count, length);
                    assertEquals(expected, actual, 1e-5 * expected);
                }
            }
        }
    }

    private static double lucene(int chunks, long words, int found, int count, int length) {
        var word = new BytesRef("word");
        var similarity = new BM25Similarity(1.2f, 0.75f);
        Similarity.SimScorer scorer =
                similarity.scorer(
                        1,
                        new CollectionStatistics("f", chunks, chunks, words, words),
                        new TermStatistics(word, found, Math.max(found, 2000)));
        return scorer.score(count, SmallFloat.intToByte4(length));
    }

    @Test
    void aWordNeverScoresMoreThanItsIdf() {
        var bm25 = new Bm25(10, 5);
        for (int found = 0; found <= 10; found++) {
            double idf = bm25.idf(found);
            assertTrue(idf > 0, "idf " + idf);
            assertTrue(bm25.score(idf, 1000, 1) < idf);
        }
    }
}
