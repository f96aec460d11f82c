package io.zaaky.retrieval.pgvector;

import io.zaaky.retrieval.hybrid.Bm25;
import io.zaaky.retrieval.hybrid.Fusion;
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
 * @param most the most that a chunk could score
 */
record KeywordLeg(Map<Long, Double> scores, double most) {

    static KeywordLeg score(
            Connection connection, Scope scope, Bm25 bm25, Map<String, Integer> words)
            throws SQLException {
        Map<String, Integer> missing = new HashMap<>(words);
        Map<Long, Double> scores = new HashMap<>();
        double most = 0;
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
                    Integer asked = missing.remove(row.getString(1));
                    Long[] chunks = (Long[]) row.getArray(2).getArray();
                    double idf = (asked == null ? 0 : asked) * bm25.idf(chunks.length);
                    add(scores, bm25, idf, chunks, row);
                    most += idf;
                }
            }
        }
        for (int asked : missing.values()) {
            most += asked * bm25.idf(0);
        }
        return new KeywordLeg(scores, most);
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
    List<Long> best() {
        return scores.entrySet().stream()
                .sorted(
                        Map.Entry.<Long, Double>comparingByValue(Comparator.reverseOrder())
                                .thenComparing(Map.Entry.comparingByKey()))
                .limit(Fusion.LEG)
                .map(Map.Entry::getKey)
                .toList();
    }
}
