package io.zaaky.app.knowledge;

import io.zaaky.app.sqlite.Sql;
import io.zaaky.app.sqlite.SqliteFile;
import java.sql.SQLException;
import java.sql.Statement;

/** The tables of {@code uploads.db}. */
final class UploadTables implements SqliteFile.Tables {
    private static final int VERSION = 3;

    /**
     * {@code document}: what is served; {@code arrival}: what waits or has failed, at most one
     * version of a document; {@code job_document}: the results of documents that arrived together.
     */
    private static final String TABLES =
            """
            CREATE TABLE document (
                org TEXT NOT NULL,
                chatbot TEXT NOT NULL,
                id TEXT NOT NULL,
                kind TEXT NOT NULL,
                charset TEXT NOT NULL,
                title TEXT NOT NULL,
                url TEXT NOT NULL,
                reader INTEGER NOT NULL,
                bytes INTEGER NOT NULL,
                content BLOB NOT NULL,
                PRIMARY KEY (org, chatbot, id)
            );
            CREATE TABLE arrival (
                sequence INTEGER PRIMARY KEY AUTOINCREMENT,
                org TEXT NOT NULL,
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
                UNIQUE (org, chatbot, id)
            );
            CREATE INDEX arrival_waiting ON arrival (org, chatbot, state, sequence);
            CREATE TABLE job (
                org TEXT NOT NULL,
                chatbot TEXT NOT NULL,
                id TEXT NOT NULL,
                made INTEGER NOT NULL,
                PRIMARY KEY (org, chatbot, id)
            );
            CREATE TABLE job_document (
                org TEXT NOT NULL,
                chatbot TEXT NOT NULL,
                job TEXT NOT NULL,
                position INTEGER NOT NULL,
                id TEXT NOT NULL,
                sequence INTEGER NOT NULL,
                state TEXT NOT NULL,
                reason TEXT NOT NULL,
                PRIMARY KEY (org, chatbot, job, position),
                FOREIGN KEY (org, chatbot, job) REFERENCES job (org, chatbot, id)
            );
            CREATE INDEX job_document_sequence ON job_document (org, chatbot, sequence);
            """;

    /** Allows summing up the sizes of an organisation's documents without reading them. */
    private static final String SIZES =
            "CREATE INDEX IF NOT EXISTS document_size ON document (org, bytes)";

    private static final String SET_ASIDE =
            """
            ALTER TABLE document RENAME TO document_1;
            ALTER TABLE arrival RENAME TO arrival_1;
            ALTER TABLE job RENAME TO job_1;
            ALTER TABLE job_document RENAME TO job_document_1;
            DROP INDEX arrival_waiting;
            DROP INDEX job_document_sequence;
            """;

    /**
     * Version 1 had {@code org/chatbot} in one column, and neither part in {@code job_document}.
     */
    private static final String TAKE_OVER =
            """
            INSERT INTO document
            SELECT substr(chatbot, 1, instr(chatbot, '/') - 1), substr(chatbot, instr(chatbot, '/') + 1),
                id, kind, charset, title, url, reader, bytes, content FROM document_1;
            INSERT INTO arrival
            SELECT sequence, substr(chatbot, 1, instr(chatbot, '/') - 1), substr(chatbot, instr(chatbot, '/') + 1),
                id, address, kind, charset, title, url, state, reason, arrived, bytes, content FROM arrival_1;
            INSERT INTO job
            SELECT substr(chatbot, 1, instr(chatbot, '/') - 1), substr(chatbot, instr(chatbot, '/') + 1), id, made
            FROM job_1;
            INSERT INTO job_document
            SELECT j.org, j.chatbot, d.job, d.position, d.id, d.sequence, d.state, d.reason
            FROM job_document_1 d JOIN job j ON j.id = d.job;
            DELETE FROM sqlite_sequence WHERE name = 'arrival';
            INSERT INTO sqlite_sequence SELECT 'arrival', seq FROM sqlite_sequence WHERE name = 'arrival_1';
            DROP TABLE job_document_1;
            DROP TABLE job_1;
            DROP TABLE arrival_1;
            DROP TABLE document_1;
            """;

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public void prepare(Statement statement, int version) throws SQLException {
        if (version == 1) {
            Sql.script(statement, SET_ASIDE);
        }
        if (version < 2) {
            Sql.script(statement, TABLES);
        }
        if (version == 1) {
            Sql.script(statement, TAKE_OVER);
        }
        Sql.script(statement, SIZES);
    }
}
