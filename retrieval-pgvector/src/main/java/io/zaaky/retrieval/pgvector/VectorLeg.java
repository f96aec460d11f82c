package io.zaaky.retrieval.pgvector;

import io.zaaky.retrieval.hybrid.UnitVector;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The chunks whose vectors are nearest. Up to {@link #EXACT} of them are compared one by one. The
 * graph (HNSW) that serves larger chatbots is shared with all others, so walking it may end before
 * it has met enough of this one's; then they are compared one by one all the same, and a chatbot
 * always gets all the passages it has.
 */
final class VectorLeg {
    private static final int EXACT = 5000;

    /** The numbers of dimensions that the tables have a graph for. */
    private static final Set<Integer> GRAPHS = Set.of(384, 512, 768, 1024, 1536);

    private static final String SETTINGS =
            """
            SET LOCAL hnsw.ef_search = 200;
            SET LOCAL hnsw.iterative_scan = strict_order;
            """;

    private static final String SELECT =
            """
            SELECT c.key, d.id, c.chunk, vector_send(c.embedding)
            FROM retrieval_chunk c JOIN retrieval_document d ON d.number = c.document
            """;

    private static final String ORDER = " ORDER BY embedding <#> ?::vector LIMIT ?";

    private VectorLeg() {}

    /** A chunk with its vector. */
    record Found(long key, String documentId, int chunk, UnitVector vector) {}

    static List<Found> nearest(
            Connection connection,
            Scope scope,
            Statistics statistics,
            UnitVector question,
            int most)
            throws SQLException {
        if (statistics.chunks() > EXACT && GRAPHS.contains(question.dimensions())) {
            List<Found> walked = walk(connection, scope, question, most);
            if (walked.size() == most) {
                return walked;
            }
        }
        return compare(connection, scope, question, most);
    }

    private static List<Found> compare(
            Connection connection, Scope scope, UnitVector question, int most) throws SQLException {
        return select(
                connection,
                "SELECT key FROM retrieval_chunk WHERE scope = " + Scope.ID + ORDER,
                scope,
                question,
                most);
    }

    /** The index is over a cast to a fixed size, a number that can't be bound there. */
    private static List<Found> walk(
            Connection connection, Scope scope, UnitVector question, int most) throws SQLException {
        try (Statement settings = connection.createStatement()) {
            settings.execute(SETTINGS);
        }
        String size = Integer.toString(question.dimensions());
        return select(
                connection,
                "SELECT key FROM retrieval_chunk WHERE scope = "
                        + Scope.ID
                        + " AND vector_dims(embedding) = "
                        + size
                        + ORDER.replace("embedding", "embedding::vector(" + size + ")"),
                scope,
                question,
                most);
    }

    /** Finds the keys first, so that only their rows are fetched whole. */
    private static List<Found> select(
            Connection connection, String keys, Scope scope, UnitVector question, int most)
            throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(SELECT + "WHERE c.key IN (" + keys + ")")) {
            int next = scope.bind(select);
            select.setObject(next, Vectors.sent(question));
            select.setInt(next + 1, most);
            return found(select);
        }
    }

    static List<Found> withKeys(Connection connection, Scope scope, List<Long> keys)
            throws SQLException {
        if (keys.isEmpty()) {
            return List.of();
        }
        try (PreparedStatement select =
                connection.prepareStatement(
                        SELECT + "WHERE c.scope = " + Scope.ID + " AND c.key = ANY (?)")) {
            int next = scope.bind(select);
            select.setArray(next, connection.createArrayOf("int8", keys.toArray()));
            return found(select);
        }
    }

    private static List<Found> found(PreparedStatement select) throws SQLException {
        List<Found> found = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                found.add(
                        new Found(
                                row.getLong(1),
                                row.getString(2),
                                row.getInt(3),
                                Vectors.received(row.getBytes(4))));
            }
        }
        return found;
    }
}
