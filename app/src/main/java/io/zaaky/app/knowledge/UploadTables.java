package io.zaaky.app.knowledge;

import java.sql.SQLException;
import java.sql.Statement;

/** The tables of {@code uploads.db}. */
final class UploadTables {
    /** Another number with each change of them. */
    static final int VERSION = 1;

    /**
     * {@code document}: what is served; {@code arrival}: what waits or has failed, one version of a
     * document at most; {@code job_document}: what became of the documents that came together.
     */
    private static final String TABLES =
            """
            CREATE TABLE document (
                chatbot TEXT NOT NULL,
                id TEXT NOT NULL,
                kind TEXT NOT NULL,
                charset TEXT NOT NULL,
                title TEXT NOT NULL,
                url TEXT NOT NULL,
                reader INTEGER NOT NULL,
                bytes INTEGER NOT NULL,
                content BLOB NOT NULL,
                PRIMARY KEY (chatbot, id)
            );
            CREATE TABLE arrival (
                sequence INTEGER PRIMARY KEY AUTOINCREMENT,
                chatbot TEXT NOT NULL,
                id TEXT NOT NULL,
                address TEXT NOT NULL,
                kind TEXT NOT NULL,
                charset TEXT NOT NULL,
                title TEXT NOT NULL,
                url TEXT NOT NULL,
                state TEXT NOT NULL,
                reason TEXT NOT NULL,
                arrived INTEGER NOT NULL,
                bytes INTEGER NOT NULL,
                content BLOB NOT NULL,
                UNIQUE (chatbot, id)
            );
            CREATE INDEX arrival_waiting ON arrival (chatbot, state, sequence);
            CREATE TABLE job (
                id TEXT PRIMARY KEY,
                chatbot TEXT NOT NULL,
                made INTEGER NOT NULL
            );
            CREATE TABLE job_document (
                job TEXT NOT NULL REFERENCES job (id),
                position INTEGER NOT NULL,
                id TEXT NOT NULL,
                sequence INTEGER NOT NULL,
                state TEXT NOT NULL,
                reason TEXT NOT NULL,
                PRIMARY KEY (job, position)
            );
            CREATE INDEX job_document_sequence ON job_document (sequence);
            """;

    private UploadTables() {}

    /** Makes them in an empty file. */
    static void make(Statement statement) throws SQLException {
        for (String each : TABLES.split(";", -1)) {
            if (!each.isBlank()) {
                statement.execute(each);
            }
        }
        statement.execute("PRAGMA user_version = " + VERSION);
    }
}
