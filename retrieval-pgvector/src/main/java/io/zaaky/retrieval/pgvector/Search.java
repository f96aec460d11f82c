package io.zaaky.retrieval.pgvector;

import io.zaaky.retrieval.hybrid.Best;
import io.zaaky.retrieval.hybrid.Candidate;
import io.zaaky.retrieval.hybrid.Fusion;
import io.zaaky.retrieval.hybrid.Legs;
import io.zaaky.retrieval.hybrid.Question;
import io.zaaky.retrieval.hybrid.Ranked;
import io.zaaky.spi.Passage;
import io.zaaky.spi.Retrieval;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The search for one question, in both legs. */
record Search(
        Scope scope,
        CodesCache cache,
        Question question,
        Legs legs,
        int topK,
        double unrelatedCosine) {

    Retrieval in(Connection connection) throws SQLException {
        Statistics statistics = Statistics.of(connection, scope);
        if (statistics.isEmpty()) {
            return Retrieval.NOTHING;
        }
        var vectors = new VectorLeg(connection, scope);
        KeywordLeg keywords =
                KeywordLeg.of(connection, scope, statistics.bm25(), question.words(), legs.depth());
        Set<Long> keys =
                new HashSet<>(vectors.likely(cache, statistics, question.vector(), legs.depth()));
        Set<Long> likely = Set.copyOf(keys);
        keywords.complete(likely);
        keys.addAll(keywords.best());
        List<Candidate> pool = pool(vectors.read(keys), likely, keywords);
        return new Retrieval(
                passages(connection, Fusion.rank(pool, legs, topK), keywords),
                Fusion.evidence(pool, question, keywords.weights(), unrelatedCosine));
    }

    /**
     * The chunks that either leg found, in the order of indexing, so that sums are always the same.
     */
    private List<Candidate> pool(
            List<VectorLeg.Found> found, Set<Long> likely, KeywordLeg keywords) {
        List<Candidate> all = found.stream().map(one -> candidate(one, keywords)).toList();
        var nearest = new Best(legs.depth());
        for (int i = 0; i < all.size(); i++) {
            if (likely.contains(all.get(i).key())) {
                nearest.offer(i, all.get(i).cosine());
            }
        }
        Set<Long> taken = new HashSet<>(keywords.best());
        nearest.chunks().forEach(i -> taken.add(all.get(i).key()));
        return all.stream().filter(one -> taken.contains(one.key())).toList();
    }

    private Candidate candidate(VectorLeg.Found found, KeywordLeg keywords) {
        return new Candidate(
                found.key(),
                found.documentId(),
                Key.chunk(found.key()),
                keywords.of(found.key()),
                question.vector().cosine(found.vector()),
                found.vector());
    }

    private List<Passage> passages(Connection connection, List<Ranked> ranked, KeywordLeg keywords)
            throws SQLException {
        Map<Long, Passage> passages = new HashMap<>();
        try (PreparedStatement select =
                connection.prepareStatement(
                        """
                        SELECT c.document, d.id, c.chunk, d.title, c.heading, d.url, c.text,
                            d.hash, c.text_start, c.text_end
                        FROM retrieval_chunk c JOIN retrieval_document d ON d.number = c.document
                        """
                                + Key.JOIN
                                + "WHERE c.scope = "
                                + Scope.ID)) {
            List<Long> keys = ranked.stream().map(one -> one.candidate().key()).toList();
            int next = Key.bind(select, 1, keys);
            scope.bind(select, next);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    passages.put(Key.of(row.getLong(1), row.getInt(3)), passage(row));
                }
            }
        }
        return ranked.stream()
                .map(
                        one -> {
                            long key = one.candidate().key();
                            List<String> words = question.written(keywords.holding(key));
                            return scored(passages.get(key), one.score()).holding(words);
                        })
                .toList();
    }

    private static Passage passage(ResultSet row) throws SQLException {
        return new Passage(
                row.getString(2),
                row.getInt(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                0,
                row.getString(8),
                row.getInt(9),
                row.getInt(10));
    }

    private static Passage scored(@Nullable Passage found, double score) {
        return Objects.requireNonNull(found, "read in the same transaction").scored(score);
    }
}
