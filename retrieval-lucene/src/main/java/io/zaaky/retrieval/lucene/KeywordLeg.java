package io.zaaky.retrieval.lucene;

import io.zaaky.retrieval.hybrid.Best;
import io.zaaky.retrieval.hybrid.Bm25;
import io.zaaky.retrieval.hybrid.WordWeights;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/**
 * The chunks with the highest BM25 scores, exactly. Lucene's own scorer stops early but knows
 * statistics and lengths only roughly. A word's idf is the limit of what it adds to a score, so all
 * places of the rarest words are scored until those that are left can't lift a chunk without one of
 * these among the best; then they are looked up for the candidates alone.
 *
 * <p>Source: MaxScore, after Turtle and Flood, Query evaluation: strategies and optimizations
 * (1995).
 */
final class KeywordLeg {
    private final Chunks chunks;
    private final int most;
    private final WordWeights weights;
    private final List<Word> left;
    private final double[] scores;
    private final FixedBitSet met;
    private final FixedBitSet complete;

    /** A word of the question; {@code limit} is what it adds to a score at most. */
    private record Word(Term term, double limit) {}

    private KeywordLeg(
            Chunks chunks, int size, int most, WordWeights weights, List<Word> rarestFirst) {
        this.chunks = chunks;
        this.most = most;
        this.weights = weights;
        left = new ArrayList<>(rarestFirst);
        scores = new double[size];
        met = new FixedBitSet(size);
        complete = new FixedBitSet(size);
    }

    /**
     * Finds the candidates.
     *
     * @param size how many entries the snapshot has
     * @param words each different word of the question and how often it was asked
     * @param most how many chunks are wanted
     */
    static KeywordLeg of(Chunks chunks, int size, Map<String, Integer> words, int most)
            throws IOException {
        Map<String, Long> found = new HashMap<>();
        List<Word> weighed = new ArrayList<>();
        for (var word : words.entrySet()) {
            var term = new Term(Fields.WORDS, word.getKey());
            long chunksWithIt = found(chunks, term);
            found.put(word.getKey(), chunksWithIt);
            weighed.add(new Word(term, word.getValue() * chunks.bm25().idf(chunksWithIt)));
        }
        weighed.sort(Comparator.comparingDouble(Word::limit).reversed());
        WordWeights weights = WordWeights.of(chunks.bm25(), words, found);
        var leg = new KeywordLeg(chunks, size, most, weights, weighed);
        leg.scoreRarest();
        return leg;
    }

    WordWeights weights() {
        return weights;
    }

    private void scoreRarest() throws IOException {
        double scored = 0; // the most that a chunk has so far
        while (!left.isEmpty() && (limit() >= scored || limit() >= threshold())) {
            Word word = left.removeFirst();
            scored += word.limit();
            for (Chunks.Segment segment : chunks.segments()) {
                score(segment, word);
            }
        }
    }

    /** What the words that are left add to a score at most. */
    private double limit() {
        return left.stream().mapToDouble(Word::limit).sum();
    }

    /** The score that the last of the best has at least. */
    private double threshold() {
        return best(met).lowest();
    }

    private Best best(FixedBitSet among) {
        var best = new Best(most);
        for (int chunk = next(among, 0); chunk >= 0; chunk = next(among, chunk + 1)) {
            if (scores[chunk] > 0) {
                best.offer(chunk, scores[chunk]);
            }
        }
        return best;
    }

    /** Makes the scores of all that may be among the best exact, and those of some others. */
    void complete(IntStream others) throws IOException {
        double from = threshold() - limit();
        for (int chunk = next(met, 0); chunk >= 0; chunk = next(met, chunk + 1)) {
            if (scores[chunk] >= from) {
                complete.set(chunk);
            }
        }
        others.forEach(complete::set);
        for (Word word : left) {
            for (Chunks.Segment segment : chunks.segments()) {
                lookUp(segment, word);
            }
        }
    }

    private void score(Chunks.Segment segment, Word word) throws IOException {
        PostingsEnum postings = segment.reader().postings(word.term(), PostingsEnum.FREQS);
        for (int doc = next(postings); doc != PostingsEnum.NO_MORE_DOCS; doc = next(postings)) {
            if (segment.visible().get(doc)) {
                add(segment, word, postings, doc);
                met.set(segment.base() + doc);
            }
        }
    }

    private void lookUp(Chunks.Segment segment, Word word) throws IOException {
        PostingsEnum postings = segment.reader().postings(word.term(), PostingsEnum.FREQS);
        if (postings == null) {
            return;
        }
        int end = segment.base() + segment.reader().maxDoc();
        int chunk = next(complete, segment.base());
        while (chunk >= 0 && chunk < end) {
            int doc = postings.docID();
            if (doc < chunk - segment.base()) {
                doc = postings.advance(chunk - segment.base());
            }
            if (doc == PostingsEnum.NO_MORE_DOCS) {
                return;
            }
            if (doc == chunk - segment.base()) {
                add(segment, word, postings, doc);
                chunk = next(complete, chunk + 1);
            } else {
                chunk = next(complete, segment.base() + doc);
            }
        }
    }

    private void add(Chunks.Segment segment, Word word, PostingsEnum postings, int doc)
            throws IOException {
        Bm25 bm25 = chunks.bm25();
        int length = segment.lengths().of(doc);
        scores[segment.base() + doc] += bm25.score(word.limit(), postings.freq(), length);
    }

    /** The score of a chunk that was {@link #complete completed}; 0 without a common word. */
    double of(int chunk) {
        return scores[chunk];
    }

    /** The chunks with the highest scores above 0, after {@link #complete}. */
    Best best() {
        return best(complete);
    }

    /** Which of some words each of some chunks holds, in the order of the words. */
    Map<Integer, List<String>> holding(Iterable<String> words, int[] keys) throws IOException {
        int[] sorted = Arrays.stream(keys).sorted().toArray();
        Map<Integer, List<String>> holding = new HashMap<>();
        for (String word : words) {
            var term = new Term(Fields.WORDS, word);
            for (Chunks.Segment segment : chunks.segments()) {
                PostingsEnum postings = segment.reader().postings(term, PostingsEnum.NONE);
                if (postings != null) {
                    hold(segment, postings, sorted)
                            .forEach(
                                    key ->
                                            holding.computeIfAbsent(key, _ -> new ArrayList<>())
                                                    .add(word));
                }
            }
        }
        return holding;
    }

    /** Those of some chunks that are at one of a word's places. */
    private static List<Integer> hold(Chunks.Segment segment, PostingsEnum postings, int[] sorted)
            throws IOException {
        List<Integer> holding = new ArrayList<>();
        for (int key : sorted) {
            int doc = key - segment.base();
            if (doc < 0 || doc >= segment.reader().maxDoc()) {
                continue;
            }
            if (postings.docID() < doc && postings.advance(doc) == PostingsEnum.NO_MORE_DOCS) {
                break;
            }
            if (postings.docID() == doc) {
                holding.add(key);
            }
        }
        return holding;
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

    private static int next(@Nullable PostingsEnum postings) throws IOException {
        return postings == null ? PostingsEnum.NO_MORE_DOCS : postings.nextDoc();
    }

    /** The first of a set from a number on, −1 if there is none. */
    private static int next(FixedBitSet set, int from) {
        if (from >= set.length()) {
            return -1;
        }
        int found = set.nextSetBit(from);
        return found == PostingsEnum.NO_MORE_DOCS ? -1 : found;
    }
}
