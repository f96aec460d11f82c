package io.zaaky.retrieval.pgvector;

import com.pgvector.PGvector;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Makes the codes of a scope from its vectors, as this connection's transaction sees them. */
record CodeRows(Connection connection, Scope scope) {
    private static final int ROWS = 500; // a megabyte or so

    /**
     * @param known an earlier state, whose codes of documents that are still there are taken over
     */
    ScopeCodes load(Statistics statistics, Optional<ScopeCodes> known) throws SQLException {
        Optional<ScopeCodes> usable =
                known.filter(old -> statistics.chunks() <= 2 * old.centered());
        ScopeCodes base = usable.isPresent() ? usable.get() : empty(statistics);
        Map<Long, Codes> there = new HashMap<>();
        base.documents().forEach(one -> there.put(one.document(), one));
        List<Codes> documents = new ArrayList<>();
        Map<Long, Codes> missing = new HashMap<>();
        for (var number : numbers().entrySet()) {
            Codes codes = there.get(number.getKey());
            if (codes == null) {
                codes = base.codes(number.getKey(), number.getValue());
                missing.put(number.getKey(), codes);
            }
            documents.add(codes);
        }
        if (!missing.isEmpty()) {
            fill(missing, missing.size() == documents.size());
        }
        return base.with(statistics.changes(), documents);
    }

    private ScopeCodes empty(Statistics statistics) throws SQLException {
        return new ScopeCodes(statistics.changes(), center(), statistics.chunks(), List.of());
    }

    private float[] center() throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT avg(embedding)::text FROM retrieval_chunk WHERE scope = "
                                + Scope.ID)) {
            scope.bind(select);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return new PGvector(row.getString(1)).toArray();
            }
        }
    }

    /** How many chunks each document has. */
    private Map<Long, Integer> numbers() throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT number, chunks FROM retrieval_document WHERE chunks > 0 AND scope"
                                + " = "
                                + Scope.ID)) {
            scope.bind(select);
            Map<Long, Integer> numbers = new HashMap<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    numbers.put(row.getLong(1), row.getInt(2));
                }
            }
            return numbers;
        }
    }

    private void fill(Map<Long, Codes> missing, boolean all) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT document, chunk, vector_send(embedding) FROM retrieval_chunk"
                                + " WHERE scope = "
                                + Scope.ID
                                + (all ? "" : " AND document = ANY (?)"))) {
            int next = scope.bind(select);
            if (!all) {
                select.setArray(next, connection.createArrayOf("int8", missing.keySet().toArray()));
            }
            select.setFetchSize(ROWS);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Objects.requireNonNull(missing.get(row.getLong(1)), "of the same state")
                            .set(row.getInt(2), Vectors.received(row.getBytes(3)));
                }
            }
        }
    }
}
