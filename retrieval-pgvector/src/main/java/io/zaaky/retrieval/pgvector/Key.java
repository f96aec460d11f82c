package io.zaaky.retrieval.pgvector;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;

/** Packs a chunk's document and number into one number. */
final class Key {
    /** Restricts a query over chunks {@code c} to those with bound keys. */
    static final String JOIN =
            "JOIN unnest(?, ?) AS k (document, chunk)"
                    + " ON c.document = k.document AND c.chunk = k.chunk ";

    /** The order of indexing: by document, then by chunk. */
    static final Comparator<Long> ORDER =
            Comparator.<Long>comparingLong(Key::document).thenComparingInt(Key::chunk);

    private static final int DOCUMENT_BITS = 40; // the lower bits: hash maps use these

    private Key() {}

    static long of(long document, int chunk) {
        return ((long) chunk << DOCUMENT_BITS) | document;
    }

    static long document(long key) {
        return key & ((1L << DOCUMENT_BITS) - 1);
    }

    static int chunk(long key) {
        return (int) (key >> DOCUMENT_BITS);
    }

    /** Binds the parameters of {@link #JOIN}; returns the number of the next one. */
    static int bind(PreparedStatement statement, int first, Collection<Long> keys)
            throws SQLException {
        Connection connection = statement.getConnection();
        Object[] documents = keys.stream().map(Key::document).toArray();
        Object[] chunks = keys.stream().map(Key::chunk).toArray();
        statement.setArray(first, connection.createArrayOf("int8", documents));
        statement.setArray(first + 1, connection.createArrayOf("int4", chunks));
        return first + 2;
    }
}
