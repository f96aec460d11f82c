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
 * Finds the chunks with the highest BM25 scores, exactly. Lucene's own scorer stops early, but its
 * statistics and lengths are only approximate. A word's idf limits what the word can add to a
 * score. All occurrences of the rarest words are therefore scored until the remaining words
 * together cannot lift a chunk without a scored word into the best. The remaining words are then
 * looked up only for the candidates.
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

    /** A word of the question; {@code limit} is the most that it can add to a score. */
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
     * @param words each distinct word of the question and how often it occurs there
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
        double scored = 0; // the most that a chunk can have so far
        while (!left.isEmpty() && (limit() >= scored || limit() >= threshold())) {
            Word word = left.removeFirst();
            scored += word.limit();
            for (Chunks.Segment segment : chunks.segments()) {
                score(segment, word);
            }
        }
    }

    /** The most that the remaining words can add to a score. */
    private double limit() {
        return left.stream().mapToDouble(Word::limit).sum();
    }

    /** A lower bound for the score of the last of the best. */
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

    /** Makes the scores exact for all chunks that may be among the best, and for {@code others}. */
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

    /**
     * The score of a chunk that was {@link #complete completed}; 0 if it shares no word with the
     * question.
     */
    double of(int chunk) {
        return scores[chunk];
    }

    /** The chunks with the highest scores above 0, after {@link #complete}. */
    Best best() {
        return best(complete);
    }

    /** Which of the given words each of the given chunks contains, in the order of the words. */
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

    /** Those of the given chunks that contain the word of {@code postings}. */
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

    /** The first member of a set from a number on; −1 if there is none. */
    private static int next(FixedBitSet set, int from) {
        if (from >= set.length()) {
            return -1;
        }
        int found = set.nextSetBit(from);
        return found == PostingsEnum.NO_MORE_DOCS ? -1 : found;
    }
}
