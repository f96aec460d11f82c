package io.zaaky.retrieval.pgvector;

import com.pgvector.PGvector;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Computes the codes of a scope from its vectors, as this connection's transaction sees them. */
record CodeRows(Connection connection, Scope scope) {
    private static final int ROWS = 500; // a megabyte or so

    /**
     * Computes the next state, or the first one.
     *
     * @param known the last state, whose codes are reused for documents that still exist
     * @param most how many chunks may be read
     * @return empty if more chunks would have to be read
     */
    Optional<ScopeCodes> load(Statistics statistics, Optional<ScopeCodes> known, long most)
            throws SQLException {
        Optional<ScopeCodes> usable =
                known.filter(old -> statistics.chunks() <= 2 * old.centered());
        Map<Long, Integer> there = numbers();
        Map<Long, Integer> missing = new HashMap<>(there);
        usable.ifPresent(old -> missing.keySet().removeAll(old.documents()));
        int chunks = missing.values().stream().mapToInt(Integer::intValue).sum();
        if (chunks > most) {
            return Optional.empty();
        }
        ScopeCodes.Builder next =
                usable.isPresent()
                        ? usable.get().next(there.keySet(), chunks)
                        : new ScopeCodes.Builder(center(), chunks);
        missing.forEach(next::add);
        if (!missing.isEmpty()) {
            read(next, missing, missing.size() == there.size());
        }
        return Optional.of(next.build(statistics.changes()));
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

    private void read(ScopeCodes.Builder next, Map<Long, Integer> documents, boolean all)
            throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT document, chunk, vector_send(embedding) FROM retrieval_chunk"
                                + " WHERE scope = "
                                + Scope.ID
                                + (all ? "" : " AND document = ANY (?)"))) {
            int parameter = scope.bind(select);
            if (!all) {
                Object[] numbers = documents.keySet().toArray();
                select.setArray(parameter, connection.createArrayOf("int8", numbers));
            }
            select.setFetchSize(ROWS);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    next.set(row.getLong(1), row.getInt(2), Vectors.received(row.getBytes(3)));
                }
            }
        }
    }
}
