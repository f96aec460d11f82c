package io.zaaky.app.admin;

import io.zaaky.app.sqlite.Sql;
import io.zaaky.app.sqlite.SqliteFile;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;

/** The tables of {@code admin.db}: administrators' changes, and paused chatbots. */
public final class AdminTables implements SqliteFile.Tables {
    /** The file's name in the data directory. */
    public static final String FILE = "admin.db";

    public static final int VERSION = 1;

    private static final String TABLES =
            """
            CREATE TABLE entry (
                sequence INTEGER PRIMARY KEY AUTOINCREMENT,
                org TEXT NOT NULL,
                at INTEGER NOT NULL,
                key TEXT NOT NULL,
                role TEXT NOT NULL,
                action TEXT NOT NULL,
                object TEXT NOT NULL,
                address TEXT NOT NULL
            );
            CREATE INDEX entry_org ON entry (org, sequence);
            CREATE INDEX entry_at ON entry (at);
            CREATE TABLE pause (
                org TEXT NOT NULL,
                chatbot TEXT NOT NULL,
                since INTEGER NOT NULL,
                PRIMARY KEY (org, chatbot)
            );
            """;

    private AdminTables() {}

    /** The file; does no I/O. */
    public static SqliteFile in(Path data) {
        return new SqliteFile(data.resolve(FILE), new AdminTables());
    }

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public void prepare(Statement statement, int version) throws SQLException {
        Sql.script(statement, TABLES);
    }
}
