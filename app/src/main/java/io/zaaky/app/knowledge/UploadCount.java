package io.zaaky.app.knowledge;

import io.zaaky.app.sqlite.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Counts an organisation's stored uploads: each document once, with the larger of the served
 * version and the waiting one. A failed upload counts as a document without bytes as long as it is
 * listed.
 */
final class UploadCount {
    private static final String SERVED =
            "SELECT count(*), coalesce(sum(bytes), 0) FROM document WHERE org = ?";

    private static final String ARRIVED =
            """
            SELECT
                coalesce(sum(d.id IS NULL), 0),
                coalesce(sum(CASE a.state WHEN 'pending' THEN max(0, a.bytes - coalesce(d.bytes, 0)) ELSE 0 END), 0)
            FROM arrival a LEFT JOIN document d ON d.org = a.org AND d.chatbot = a.chatbot AND d.id = a.id
            WHERE a.org = ?
            """;

    private UploadCount() {}

    static Kept of(Connection connection, String organisation) throws SQLException {
        return kept(connection, SERVED, organisation).plus(kept(connection, ARRIVED, organisation));
    }

    private static Kept kept(Connection connection, String sql, String organisation)
            throws SQLException {
        return Sql.first(
                        connection,
                        sql,
                        row -> new Kept(row.getLong(1), row.getLong(2)),
                        organisation)
                .orElse(Kept.NOTHING);
    }
}
