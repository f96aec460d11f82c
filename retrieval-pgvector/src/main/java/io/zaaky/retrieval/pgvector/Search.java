package io.zaaky.retrieval.pgvector;

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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One question's search, in both legs. */
record Search(Scope scope, Question question, Legs legs, int topK, double unrelatedCosine) {

    Retrieval in(Connection connection) throws SQLException {
        Statistics statistics = Statistics.of(connection, scope);
        if (statistics.isEmpty()) {
            return Retrieval.NOTHING;
        }
        KeywordLeg keywords =
                KeywordLeg.score(connection, scope, statistics.bm25(), question.words());
        List<Candidate> pool = new ArrayList<>();
        Set<Long> missing = new HashSet<>(keywords.best(legs.depth()));
        for (VectorLeg.Found near :
                VectorLeg.nearest(connection, scope, statistics, question.vector(), legs.depth())) {
            pool.add(candidate(near, keywords));
            missing.remove(near.key());
        }
        for (VectorLeg.Found other : VectorLeg.withKeys(connection, scope, List.copyOf(missing))) {
            pool.add(candidate(other, keywords));
        }
        return new Retrieval(
                passages(connection, Fusion.rank(pool, legs, topK)),
                Fusion.evidence(pool, keywords.weights(), unrelatedCosine));
    }

    private Candidate candidate(VectorLeg.Found found, KeywordLeg keywords) {
        return new Candidate(
                found.key(),
                found.documentId(),
                found.chunk(),
                keywords.of(found.key()),
                question.vector().cosine(found.vector()),
                found.vector());
    }

    private List<Passage> passages(Connection connection, List<Ranked> ranked) throws SQLException {
        Map<Long, Passage> passages = new HashMap<>();
        try (PreparedStatement select =
                connection.prepareStatement(
                        """
                        SELECT c.key, d.id, c.chunk, d.title, c.heading, d.url, c.text,
                            d.hash, c.text_start, c.text_end
                        FROM retrieval_chunk c JOIN retrieval_document d ON d.number = c.document
                        WHERE c.scope =
                        """
                                + Scope.ID
                                + " AND c.key = ANY (?)")) {
            int next = scope.bind(select);
            Object[] keys = ranked.stream().map(one -> one.candidate().key()).toArray();
            select.setArray(next, connection.createArrayOf("int8", keys));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    passages.put(row.getLong(1), passage(row));
                }
            }
        }
        return ranked.stream()
                .map(one -> scored(passages.get(one.candidate().key()), one.score()))
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
