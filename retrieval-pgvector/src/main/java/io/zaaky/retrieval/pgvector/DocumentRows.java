package io.zaaky.retrieval.pgvector;

import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.Document;
import io.zaaky.spi.DocumentInfo;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Documents without their chunks. */
final class DocumentRows {
    /** The documents of one tenant, which {@link #bindTenant} binds. */
    private static final String OF_TENANT =
            """
            SELECT id, title, url, hash, chunks, characters, updated_at
            FROM retrieval_document
            WHERE scope =
            """
                    + Scope.ID
                    + " AND org = ? AND chatbot = ?";

    /** Deletes the rows of words that no longer occur anywhere. */
    private static final String UNCOUNT_TERMS =
            """
            WITH old AS (
                SELECT p.scope, p.word, sum(octet_length(p.places) / 12) AS chunks
                FROM retrieval_document d JOIN retrieval_posting p ON p.document = d.number
                WHERE d.org = ? AND d.chatbot = ? AND d.id = ?
                GROUP BY p.scope, p.word),
            gone AS (
                DELETE FROM retrieval_term t USING old
                WHERE t.scope = old.scope AND t.word = old.word AND t.chunks = old.chunks)
            UPDATE retrieval_term t SET chunks = t.chunks - old.chunks
            FROM old
            WHERE t.scope = old.scope AND t.word = old.word AND t.chunks > old.chunks
            """;

    private DocumentRows() {}

    /** A document that has just been inserted, before its chunks. */
    record Place(int scope, long number) {}

    /** Allows one writer per chatbot at a time, until the end of the transaction. */
    static void lock(Connection connection, ChatbotKey chatbot) throws SQLException {
        try (PreparedStatement lock =
                connection.prepareStatement(
                        "SELECT pg_advisory_xact_lock(hashtextextended(?, 20261123))")) {
            lock.setString(1, chatbot.toString());
            lock.execute();
        }
    }

    /** Deletes a document of any edition with its chunks, and subtracts it from the counts. */
    static void delete(Connection connection, ChatbotKey chatbot, String id) throws SQLException {
        try (PreparedStatement terms = connection.prepareStatement(UNCOUNT_TERMS);
                PreparedStatement count =
                        connection.prepareStatement(
                                """
                                UPDATE retrieval_scope s
                                SET chunks = s.chunks - old.chunks, words = s.words - old.words,
                                    changes = s.changes + 1
                                FROM (SELECT d.scope, count(*) AS chunks, sum(c.length) AS words
                                      FROM retrieval_document d
                                      JOIN retrieval_chunk c ON c.document = d.number
                                      WHERE d.org = ? AND d.chatbot = ? AND d.id = ?
                                      GROUP BY d.scope) old
                                WHERE s.id = old.scope
                                """);
                PreparedStatement delete =
                        connection.prepareStatement(
                                """
                                DELETE FROM retrieval_document
                                WHERE org = ? AND chatbot = ? AND id = ?
                                """)) {
            for (PreparedStatement statement : List.of(terms, count, delete)) {
                statement.setString(1, chatbot.org());
                statement.setString(2, chatbot.chatbot());
                statement.setString(3, id);
                statement.executeUpdate();
            }
        }
    }

    static Place insert(Connection connection, Scope scope, Document document) throws SQLException {
        int id = scopeId(connection, scope);
        try (PreparedStatement insert =
                connection.prepareStatement(
                        """
                        INSERT INTO retrieval_document (org, chatbot, id, scope, title, url, hash,
                                                        chunks, characters, updated_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, now()) RETURNING number
                        """)) {
            insert.setString(1, scope.chatbot().org());
            insert.setString(2, scope.chatbot().chatbot());
            insert.setString(3, document.id());
            insert.setInt(4, id);
            insert.setString(5, document.title());
            insert.setString(6, document.url());
            insert.setString(7, document.hash());
            insert.setInt(8, document.chunks().size());
            insert.setLong(9, document.chunks().stream().mapToLong(c -> c.text().length()).sum());
            return new Place(id, single(insert));
        }
    }

    private static int scopeId(Connection connection, Scope scope) throws SQLException {
        try (PreparedStatement insert =
                        connection.prepareStatement(
                                """
                                INSERT INTO retrieval_scope (org, chatbot, edition) VALUES (?, ?, ?)
                                ON CONFLICT (org, chatbot, edition) DO NOTHING
                                """);
                PreparedStatement select = connection.prepareStatement("SELECT " + Scope.ID)) {
            scope.bind(insert);
            insert.executeUpdate();
            scope.bind(select);
            return (int) single(select);
        }
    }

    private static long single(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    static Optional<DocumentInfo> find(Connection connection, Scope scope, String id)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(OF_TENANT + " AND id = ?")) {
            int next = bindTenant(select, scope);
            select.setString(next, id);
            return infos(select).stream().findFirst();
        }
    }

    static List<DocumentInfo> list(Connection connection, Scope scope, String after, int limit)
            throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(OF_TENANT + " AND id > ? ORDER BY id LIMIT ?")) {
            int next = bindTenant(select, scope);
            select.setString(next, after);
            select.setInt(next + 1, limit);
            return infos(select);
        }
    }

    static int count(Connection connection, Scope scope) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT count(*) FROM retrieval_document WHERE scope = "
                                + Scope.ID
                                + " AND org = ? AND chatbot = ?")) {
            bindTenant(select, scope);
            return (int) single(select);
        }
    }

    private static int bindTenant(PreparedStatement statement, Scope scope) throws SQLException {
        int next = scope.bind(statement);
        statement.setString(next, scope.chatbot().org());
        statement.setString(next + 1, scope.chatbot().chatbot());
        return next + 2;
    }

    private static List<DocumentInfo> infos(PreparedStatement select) throws SQLException {
        List<DocumentInfo> infos = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                infos.add(
                        new DocumentInfo(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getInt(5),
                                row.getLong(6),
                                row.getTimestamp(7).toInstant()));
            }
        }
        return infos;
    }
}
