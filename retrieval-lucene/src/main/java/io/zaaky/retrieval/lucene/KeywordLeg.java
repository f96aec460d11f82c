package io.zaaky.retrieval.lucene;

import io.zaaky.retrieval.hybrid.Bm25;
import io.zaaky.retrieval.hybrid.WordWeights;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/**
 * The BM25 scores of all chunks. Lucene's own scorer stops early but knows statistics and lengths
 * only roughly; this one is exact, and a question's words are in few enough chunks.
 *
 * @param scores by number of the chunk in the snapshot
 * @param weights of the question's words
 */
record KeywordLeg(Scores scores, WordWeights weights) {

    /** A score for each chunk, 0 without a common word. */
    static final class Scores {
        private final double[] values;

        Scores(int chunks) {
            values = new double[chunks];
        }

        double of(int chunk) {
            return values[chunk];
        }
    }

    static KeywordLeg score(Chunks chunks, int size, Map<String, Integer> words)
            throws IOException {
        var scores = new Scores(size);
        Map<String, Long> found = new HashMap<>();
        for (var word : words.entrySet()) {
            var term = new Term(Fields.WORDS, word.getKey());
            long chunksWithIt = found(chunks, term);
            found.put(word.getKey(), chunksWithIt);
            double idf = word.getValue() * chunks.bm25().idf(chunksWithIt);
            for (Chunks.Segment segment : chunks.segments()) {
                add(scores.values, segment, term, chunks.bm25(), idf);
            }
        }
        return new KeywordLeg(scores, WordWeights.of(chunks.bm25(), words, found));
    }

    /** The chunks with the highest scores above 0. */
    Best best(int most) {
        var best = new Best(most);
        for (int chunk = 0; chunk < scores.values.length; chunk++) {
            if (scores.values[chunk] > 0) {
                best.offer(chunk, scores.values[chunk]);
            }
        }
        return best;
    }

    private static long found(Chunks chunks, Term term) throws IOException {
        long found = 0;
        for (Chunks.Segment segment : chunks.segments()) {
            if (segment.isWhole()) {
                found += segment.reader().docFreq(term);
                continue;
            }
            PostingsEnum postings = segment.reader().postings(term, PostingsEnum.NONE);
            FixedBitSet visible = segment.visible();
            for (int doc = next(postings); doc != PostingsEnum.NO_MORE_DOCS; doc = next(postings)) {
                if (visible.get(doc)) {
                    found++;
                }
            }
        }
        return found;
    }

    private static void add(
            double[] scores, Chunks.Segment segment, Term term, Bm25 bm25, double idf)
            throws IOException {
        PostingsEnum postings = segment.reader().postings(term, PostingsEnum.FREQS);
        for (int doc = next(postings); doc != PostingsEnum.NO_MORE_DOCS; doc = next(postings)) {
            if (segment.visible().get(doc)) {
                int length = segment.lengths().of(doc);
                scores[segment.base() + doc] += bm25.score(idf, postings.freq(), length);
            }
        }
    }

    private static int next(@Nullable PostingsEnum postings) throws IOException {
        return postings == null ? PostingsEnum.NO_MORE_DOCS : postings.nextDoc();
    }
}
