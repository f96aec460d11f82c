package io.zaaky.retrieval.pgvector;

import io.zaaky.retrieval.hybrid.Bm25;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The size of a scope.
 *
 * @param changes a counter that rises with each change
 */
record Statistics(long chunks, long words, long changes) {

    static Statistics of(Connection connection, Scope scope) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        """
                        SELECT chunks, words, changes FROM retrieval_scope
                        WHERE org = ? AND chatbot = ? AND edition = ?
                        """)) {
            scope.bind(select);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? new Statistics(row.getLong(1), row.getLong(2), row.getLong(3))
                        : new Statistics(0, 0, 0);
            }
        }
    }

    boolean isEmpty() {
        return chunks == 0;
    }

    Bm25 bm25() {
        return new Bm25(chunks, isEmpty() ? 0 : (double) words / chunks);
    }
}
