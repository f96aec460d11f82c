package io.zaaky.retrieval.pgvector;

import io.zaaky.retrieval.hybrid.Bm25;
import io.zaaky.retrieval.hybrid.WordWeights;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The BM25 scores of all chunks that have a word of the question. The database collects the places
 * of each word, the same code as of every backend scores them.
 *
 * @param scores by the chunk's key
 * @param weights of the question's words
 */
record KeywordLeg(Map<Long, Double> scores, WordWeights weights) {

    static KeywordLeg score(
            Connection connection, Scope scope, Bm25 bm25, Map<String, Integer> words)
            throws SQLException {
        Map<String, Long> found = new HashMap<>();
        Map<Long, Double> scores = new HashMap<>();
        try (PreparedStatement select =
                connection.prepareStatement(
                        """
                        SELECT word, array_agg(chunk), array_agg(count), array_agg(length)
                        FROM retrieval_word WHERE scope =
                        """
                                + Scope.ID
                                + " AND word = ANY (?) GROUP BY word")) {
            int next = scope.bind(select);
            select.setArray(next, connection.createArrayOf("text", words.keySet().toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    String word = row.getString(1);
                    Long[] chunks = (Long[]) row.getArray(2).getArray();
                    found.put(word, (long) chunks.length);
                    int asked = words.getOrDefault(word, 0);
                    add(scores, bm25, asked * bm25.idf(chunks.length), chunks, row);
                }
            }
        }
        return new KeywordLeg(scores, WordWeights.of(bm25, words, found));
    }

    private static void add(
            Map<Long, Double> scores, Bm25 bm25, double idf, Long[] chunks, ResultSet row)
            throws SQLException {
        Integer[] counts = (Integer[]) row.getArray(3).getArray();
        Integer[] lengths = (Integer[]) row.getArray(4).getArray();
        for (int i = 0; i < chunks.length; i++) {
            scores.merge(chunks[i], bm25.score(idf, counts[i], lengths[i]), Double::sum);
        }
    }

    double of(long chunk) {
        return scores.getOrDefault(chunk, 0.0);
    }

    /** The keys of the chunks with the highest scores. */
    List<Long> best(int most) {
        return scores.entrySet().stream()
                .sorted(
                        Map.Entry.<Long, Double>comparingByValue(Comparator.reverseOrder())
                                .thenComparing(Map.Entry.comparingByKey()))
                .limit(most)
                .map(Map.Entry::getKey)
                .toList();
    }
}
