package io.zaaky.retrieval.pgvector;

import io.zaaky.retrieval.hybrid.Best;
import io.zaaky.retrieval.hybrid.Bm25;
import io.zaaky.retrieval.hybrid.WordWeights;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The chunks with the highest BM25 scores, exactly. A word's idf is the limit of what it adds to a
 * score, so the places of the rarest words are read until those that are left can't lift a chunk
 * without one of these among the best; then they are looked up for the candidates alone.
 *
 * <p>Source: MaxScore, after Turtle and Flood, Query evaluation: strategies and optimizations
 * (1995).
 */
final class KeywordLeg {
    private final Connection connection;
    private final Scope scope;
    private final Bm25 bm25;
    private final int most;
    private final WordWeights weights;
    private final List<Word> read = new ArrayList<>();
    private final List<Word> left;
    private final Map<Long, Double> scores = new HashMap<>();
    private final Set<Long> complete = new HashSet<>();

    /** A word of the question; {@code limit} is what it adds to a score at most. */
    private record Word(String text, double limit, long found) {}

    private record Place(long key, int count, int length) {}

    private KeywordLeg(
            Connection connection,
            Scope scope,
            Bm25 bm25,
            int most,
            WordWeights weights,
            List<Word> words) {
        this.connection = connection;
        this.scope = scope;
        this.bm25 = bm25;
        this.most = most;
        this.weights = weights;
        left = new ArrayList<>(words);
    }

    /**
     * Finds the candidates.
     *
     * @param words each different word of the question and how often it was asked
     * @param most how many chunks are wanted
     */
    static KeywordLeg of(
            Connection connection, Scope scope, Bm25 bm25, Map<String, Integer> words, int most)
            throws SQLException {
        Map<String, Long> found = Postings.found(connection, scope, words.keySet());
        List<Word> weighed =
                words.entrySet().stream()
                        .filter(word -> found.containsKey(word.getKey()))
                        .map(word -> weigh(bm25, word, found.getOrDefault(word.getKey(), 0L)))
                        .sorted(Comparator.comparingDouble(Word::limit).reversed())
                        .toList();
        WordWeights weights = WordWeights.of(bm25, words, found);
        var leg = new KeywordLeg(connection, scope, bm25, most, weights, weighed);
        leg.readRarest();
        return leg;
    }

    private static Word weigh(Bm25 bm25, Map.Entry<String, Integer> asked, long found) {
        return new Word(asked.getKey(), asked.getValue() * bm25.idf(found), found);
    }

    WordWeights weights() {
        return weights;
    }

    private void readRarest() throws SQLException {
        while (!left.isEmpty() && limit() >= threshold()) {
            List<Word> next = next();
            add(next, (words, sink) -> Postings.all(connection, scope, words, sink), _ -> true);
            left.removeAll(next);
            read.addAll(next);
        }
    }

    /** At least as many places as so far, as each time costs a round trip. */
    private List<Word> next() {
        long wanted = Math.max(most, read.stream().mapToLong(Word::found).sum());
        List<Word> next = new ArrayList<>();
        for (int i = 0; i < left.size() && wanted > 0; i++) {
            next.add(left.get(i));
            wanted -= left.get(i).found();
        }
        return next;
    }

    /** What the words that are left add to a score at most. */
    private double limit() {
        return left.stream().mapToDouble(Word::limit).sum();
    }

    /** The score that the last of the best has at least. */
    private double threshold() {
        var best = new Best(most);
        for (double score : scores.values()) {
            best.offer(0, score);
        }
        return best.lowest();
    }

    /** Makes the scores of all that may be among the best exact, and those of some others. */
    void complete(Collection<Long> others) throws SQLException {
        double from = threshold() - limit();
        scores.forEach(
                (key, score) -> {
                    if (score >= from) {
                        complete.add(key);
                    }
                });
        complete.addAll(others);
        if (left.isEmpty()) {
            return;
        }
        Set<Long> documents = complete.stream().map(Key::document).collect(Collectors.toSet());
        add(
                List.copyOf(left),
                (words, sink) -> Postings.within(connection, scope, words, documents, sink),
                complete::contains);
    }

    private interface Source {
        void read(List<String> words, Postings.Sink sink) throws SQLException;
    }

    private interface Filter {
        boolean takes(long key);
    }

    /** Word by word, whatever the order they come in, so that equal chunks get equal sums. */
    private void add(List<Word> words, Source source, Filter filter) throws SQLException {
        Map<String, List<Place>> places = new HashMap<>();
        source.read(
                words.stream().map(Word::text).toList(),
                (word, key, count, length) -> {
                    if (filter.takes(key)) {
                        places.computeIfAbsent(word, _ -> new ArrayList<>())
                                .add(new Place(key, count, length));
                    }
                });
        for (Word word : words) {
            for (Place place : places.getOrDefault(word.text(), List.of())) {
                double score = bm25.score(word.limit(), place.count(), place.length());
                scores.merge(place.key(), score, Double::sum);
            }
        }
    }

    /** The score of a chunk that was {@link #complete completed}; 0 without a common word. */
    double of(long key) {
        return scores.getOrDefault(key, 0.0);
    }

    /** The keys of the chunks with the highest scores above 0, after {@link #complete}. */
    List<Long> best() {
        List<Long> keys = complete.stream().filter(scores::containsKey).sorted(Key.ORDER).toList();
        var best = new Best(most);
        for (int i = 0; i < keys.size(); i++) {
            best.offer(i, of(keys.get(i)));
        }
        return best.chunks().mapToObj(keys::get).toList();
    }
}
