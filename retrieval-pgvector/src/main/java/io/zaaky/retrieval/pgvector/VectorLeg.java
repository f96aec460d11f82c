package io.zaaky.retrieval.pgvector;

import io.zaaky.retrieval.hybrid.UnitVector;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The chunks whose vectors are likely nearest. Up to {@link #COMPARED} of them are compared one by
 * one in the database; of more, {@link Codes codes} that are kept in memory. Where there are none,
 * the graph (HNSW) is walked. It is shared with all other chatbots, so walking it may end before it
 * has met enough of this one's; then they are compared one by one all the same, and a chatbot
 * always gets all the passages it has.
 */
record VectorLeg(Connection connection, Scope scope) {
    private static final int COMPARED = 1000;

    /** Without codes. */
    private static final int EXACT = 5000;

    /** The numbers of dimensions that the tables have a graph for. */
    private static final Set<Integer> GRAPHS = Set.of(384, 512, 768, 1024, 1536);

    private static final String SETTINGS =
            """
            SET LOCAL hnsw.ef_search = 200;
            SET LOCAL hnsw.iterative_scan = strict_order;
            SET LOCAL plan_cache_mode = force_custom_plan;
            """;

    private static final String ORDER = " ORDER BY embedding <#> ?::vector";

    /** Equal ones in the order they were indexed; the graph can't promise that. */
    private static final String NEAREST = ORDER + ", document, chunk LIMIT ?";

    /** The keys of at least the wanted number of chunks, if there are as many. */
    List<Long> likely(CodesCache cache, Statistics statistics, UnitVector question, int most)
            throws SQLException {
        if (statistics.chunks() <= COMPARED) {
            return compare(question, most);
        }
        Optional<ScopeCodes> codes = cache.of(connection, scope, statistics);
        if (codes.isPresent()) {
            return codes.get().near(question, most);
        }
        if (statistics.chunks() > EXACT && GRAPHS.contains(question.dimensions())) {
            List<Long> walked = walk(question, most);
            if (walked.size() == most) {
                return walked;
            }
        }
        return compare(question, most);
    }

    private List<Long> compare(UnitVector question, int most) throws SQLException {
        return select(
                "SELECT document, chunk FROM retrieval_chunk WHERE scope = " + Scope.ID + NEAREST,
                question,
                most);
    }

    /** The index is over a cast to a fixed size, a number that can't be bound there. */
    private List<Long> walk(UnitVector question, int most) throws SQLException {
        try (Statement settings = connection.createStatement()) {
            settings.execute(SETTINGS);
        }
        String size = Integer.toString(question.dimensions());
        return select(
                "SELECT document, chunk FROM retrieval_chunk WHERE scope = "
                        + Scope.ID
                        + " AND vector_dims(embedding) = "
                        + size
                        + ORDER.replace("embedding", "embedding::vector(" + size + ")")
                        + " LIMIT ?",
                question,
                most);
    }

    private List<Long> select(String keys, UnitVector question, int most) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(keys)) {
            int next = scope.bind(select);
            select.setObject(next, Vectors.sent(question));
            select.setInt(next + 1, most);
            List<Long> near = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    near.add(Key.of(row.getLong(1), row.getInt(2)));
                }
            }
            return near;
        }
    }

    /** A chunk with its vector. */
    record Found(long key, String documentId, UnitVector vector) {}

    /** In the order they were indexed. */
    List<Found> read(Collection<Long> keys) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        """
                        SELECT c.document, c.chunk, d.id, vector_send(c.embedding)
                        FROM retrieval_chunk c JOIN retrieval_document d ON d.number = c.document
                        """
                                + Key.JOIN
                                + "WHERE c.scope = "
                                + Scope.ID)) {
            int next = Key.bind(select, 1, keys);
            scope.bind(select, next);
            List<Found> found = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(
                            new Found(
                                    Key.of(row.getLong(1), row.getInt(2)),
                                    row.getString(3),
                                    Vectors.received(row.getBytes(4))));
                }
            }
            found.sort(Comparator.comparing(Found::key, Key.ORDER));
            return found;
        }
    }
}
