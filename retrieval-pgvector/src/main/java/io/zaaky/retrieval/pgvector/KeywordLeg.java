package io.zaaky.retrieval.pgvector;

import io.zaaky.retrieval.hybrid.Best;
import io.zaaky.retrieval.hybrid.Bm25;
import io.zaaky.retrieval.hybrid.WordWeights;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds the chunks with the highest BM25 scores, exactly. A word's idf limits what the word can add
 * to a score. The occurrences of the rarest words are therefore read until the remaining words
 * together cannot lift a chunk without a read word into the best. The remaining words then matter
 * only for the candidates, whose number shrinks with each word.
 *
 * <p>Source: MaxScore, after Turtle and Flood, Query evaluation: strategies and optimizations
 * (1995).
 */
final class KeywordLeg {
    /** Looking up a word for a document takes as long as reading this many of its occurrences. */
    private static final int LOOK_UP = 10;

    private final Connection connection;
    private final Scope scope;
    private final Bm25 bm25;
    private final int most;
    private final WordWeights weights;
    private final List<String> asked;
    private final List<Word> left;
    private long read; // occurrences
    private final Scores scores = new Scores();
    private Set<Long> complete = Set.of();

    /**
     * A word of the question.
     *
     * @param bit the word's own bit; 0 after the 64th word
     * @param limit the most that it can add to a score
     */
    private record Word(String text, long bit, double limit, long found) {}

    private KeywordLeg(
            Connection connection,
            Scope scope,
            Bm25 bm25,
            int most,
            WordWeights weights,
            List<String> asked,
            List<Word> words) {
        this.connection = connection;
        this.scope = scope;
        this.bm25 = bm25;
        this.most = most;
        this.weights = weights;
        this.asked = asked;
        left = new ArrayList<>(words);
    }

    /**
     * Finds the candidates.
     *
     * @param words each distinct word of the question and how often it occurs there
     * @param most how many chunks are wanted
     */
    static KeywordLeg of(
            Connection connection, Scope scope, Bm25 bm25, Map<String, Integer> words, int most)
            throws SQLException {
        Map<String, Long> found = Postings.found(connection, scope, words.keySet());
        List<String> asked = List.copyOf(words.keySet());
        List<Word> weighed =
                words.entrySet().stream()
                        .filter(word -> found.containsKey(word.getKey()))
                        .map(
                                word ->
                                        weigh(
                                                bm25,
                                                word,
                                                bit(asked.indexOf(word.getKey())),
                                                found.getOrDefault(word.getKey(), 0L)))
                        .sorted(Comparator.comparingDouble(Word::limit).reversed())
                        .toList();
        WordWeights weights = WordWeights.of(bm25, words, found);
        var leg = new KeywordLeg(connection, scope, bm25, most, weights, asked, weighed);
        leg.readRarest();
        return leg;
    }

    private static Word weigh(Bm25 bm25, Map.Entry<String, Integer> asked, long bit, long found) {
        return new Word(asked.getKey(), bit, asked.getValue() * bm25.idf(found), found);
    }

    private static long bit(int place) {
        return place < Long.SIZE ? 1L << place : 0;
    }

    WordWeights weights() {
        return weights;
    }

    private void readRarest() throws SQLException {
        while (!left.isEmpty() && limit() >= threshold()) {
            List<Word> next = next();
            add(next, Postings.all(connection, scope, texts(next)), _ -> true);
            left.removeAll(next);
            read += next.stream().mapToLong(Word::found).sum();
        }
    }

    /**
     * The next words to read, with at least as many occurrences as were read so far, because each
     * read costs a round trip.
     */
    private List<Word> next() {
        long wanted = Math.max(most, read);
        List<Word> next = new ArrayList<>();
        for (int i = 0; i < left.size() && wanted > 0; i++) {
            next.add(left.get(i));
            wanted -= left.get(i).found();
        }
        return next;
    }

    /** The most that the remaining words can add to a score. */
    private double limit() {
        return left.stream().mapToDouble(Word::limit).sum();
    }

    /** A lower bound for the score of the last of the best. */
    private double threshold() {
        var best = new Best(most);
        scores.forEach((_, score) -> best.offer(0, score));
        return best.lowest();
    }

    /** Makes the scores exact for all chunks that may be among the best, and for {@code others}. */
    void complete(Set<Long> others) throws SQLException {
        while (!left.isEmpty()) {
            double from = threshold() - limit();
            Set<Long> documents = documents(candidates(from, others));
            boolean few = left.getFirst().found() > (long) LOOK_UP * documents.size();
            List<Word> next = List.copyOf(few ? left : left.subList(0, 1));
            Map<String, List<Postings.Block>> places =
                    few
                            ? Postings.within(connection, scope, texts(next), documents)
                            : Postings.all(connection, scope, texts(next));
            add(next, places, key -> scores.of(key) >= from || others.contains(key));
            left.removeAll(next);
        }
        complete = candidates(threshold(), others);
    }

    private Set<Long> candidates(double from, Set<Long> others) {
        Set<Long> candidates = new HashSet<>(others);
        scores.forEach(
                (key, score) -> {
                    if (score >= from) {
                        candidates.add(key);
                    }
                });
        return candidates;
    }

    private static Set<Long> documents(Set<Long> keys) {
        return keys.stream().map(Key::document).collect(Collectors.toSet());
    }

    private static List<String> texts(List<Word> words) {
        return words.stream().map(Word::text).toList();
    }

    /**
     * Adds scores word by word, regardless of the order of the rows, so that equal chunks get equal
     * sums.
     */
    private void add(
            List<Word> words, Map<String, List<Postings.Block>> places, LongPredicate filter) {
        for (Word word : words) {
            for (Postings.Block block : places.getOrDefault(word.text(), List.of())) {
                block.read(
                        (key, count, length) -> {
                            if (filter.test(key)) {
                                scores.add(
                                        key, bm25.score(word.limit(), count, length), word.bit());
                            }
                        });
            }
        }
    }

    /**
     * The score of a chunk that was {@link #complete completed}; 0 if it shares no word with the
     * question.
     */
    double of(long key) {
        return scores.of(key);
    }

    /** Those of the question's first 64 words that a {@link #complete completed} chunk contains. */
    List<String> holding(long key) {
        long words = scores.words(key);
        return IntStream.range(0, asked.size())
                .filter(place -> (words & bit(place)) != 0)
                .mapToObj(asked::get)
                .toList();
    }

    /** The keys of the chunks with the highest scores above 0, after {@link #complete}. */
    List<Long> best() {
        List<Long> keys = complete.stream().filter(key -> of(key) > 0).sorted(Key.ORDER).toList();
        var best = new Best(most);
        for (int i = 0; i < keys.size(); i++) {
            best.offer(i, of(keys.get(i)));
        }
        return best.chunks().mapToObj(keys::get).toList();
    }
}
