package io.zaaky.retrieval.pgvector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.zaxxer.hikari.HikariDataSource;
import io.zaaky.retrieval.hybrid.HybridSettings;
import io.zaaky.retrieval.hybrid.Language;
import io.zaaky.retrieval.hybrid.Legs;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.Database;
import io.zaaky.spi.Document;
import io.zaaky.spi.DocumentInfo;
import io.zaaky.spi.Passage;
import io.zaaky.spi.RetrievalQuery;
import io.zaaky.testkit.FakeEmbedding;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** What the database itself lets a role see that owns the tables and is no superuser. */
@Tag("TEN-14")
final class PgvectorRowSecurityIT {
    private static final ChatbotKey OURS = new ChatbotKey("harbor", "desk");
    private static final ChatbotKey THEIRS = new ChatbotKey("zoo", "desk");

    private final TestDatabase database = TestDatabase.create();
    private final String role = database.name() + "_owner";
    private final HikariDataSource pool = new HikariDataSource();

    @BeforeEach
    void makeTheRole() throws SQLException {
        DataSource superuser = database.database().dataSource();
        run(superuser, "CREATE EXTENSION vector");
        run(superuser, "CREATE ROLE " + role + " LOGIN");
        run(superuser, "GRANT ALL ON SCHEMA public TO " + role);
        pool.setDataSource(as(role));
        pool.setMaximumPoolSize(4);
    }

    private DataSource as(String user) throws SQLException {
        var superuser = database.database().dataSource().unwrap(PGSimpleDataSource.class);
        var source = new PGSimpleDataSource();
        source.setServerNames(superuser.getServerNames());
        source.setPortNumbers(superuser.getPortNumbers());
        source.setDatabaseName(database.name());
        source.setUser(user);
        return source;
    }

    @AfterEach
    void drop() throws SQLException {
        pool.close();
        DataSource superuser = database.database().dataSource();
        run(superuser, "DROP OWNED BY " + role);
        run(superuser, "DROP ROLE " + role);
        database.close();
    }

    private static void run(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static final List<String> TABLES =
            List.of(
                    "retrieval_scope",
                    "retrieval_document",
                    "retrieval_chunk",
                    "retrieval_posting",
                    "retrieval_term");

    /** How many rows of each table a role sees that has not said whose it wants. */
    private static List<Integer> counts(DataSource source) throws SQLException {
        List<Integer> counts = new ArrayList<>();
        for (String table : TABLES) {
            counts.add(Integer.valueOf(read(source, "SELECT count(*) FROM " + table)));
        }
        return counts;
    }

    private static String read(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void everyTableHasForcedRowSecurityAndAPolicy() throws SQLException {
        var settings = new HybridSettings(Language.EN, Legs.BOTH);
        var main = new Database("main", Database.Dialect.POSTGRESQL, pool);
        try (var index = new PgvectorDocumentIndex(settings, main, new FakeEmbedding())) {
            index.put(OURS, document("a", "harbour crane"));
        }
        String guarded =
                """
                SELECT string_agg(c.relname, ' ' ORDER BY c.relname) FROM pg_class c
                WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
                    AND c.relname <> 'retrieval_schema_history' AND %s (
                        c.relrowsecurity AND c.relforcerowsecurity
                        AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid))
                """;
        DataSource superuser = database.database().dataSource();
        assertEquals(null, read(superuser, guarded.formatted("NOT")), "tables without");
        assertEquals(
                TABLES.stream().sorted().collect(Collectors.joining(" ")),
                read(superuser, guarded.formatted("")));
    }

    @Test
    void eachOrganisationFindsItsOwnAndWithoutOneThereIsNothing() throws SQLException {
        var settings = new HybridSettings(Language.EN, Legs.BOTH);
        var main = new Database("main", Database.Dialect.POSTGRESQL, pool);
        try (var index = new PgvectorDocumentIndex(settings, main, new FakeEmbedding())) {
            index.put(OURS, document("a", "harbour crane"));
            index.put(OURS, document("b", "harbour berth"));
            index.put(THEIRS, document("a", "harbour giraffe"));
            index.check();

            assertEquals(
                    List.of("a", "b"),
                    index.list(OURS, "", 10).stream().map(DocumentInfo::id).toList());
            assertEquals(List.of("harbour giraffe"), found(index, THEIRS));
            assertEquals(2, found(index, OURS).size());
            assertFalse(found(index, OURS).contains("harbour giraffe"));
            index.put(OURS, document("a", "harbour crane again"));
            assertEquals(2, index.count(OURS));
            List<Integer> all = counts(database.database().dataSource());
            assertEquals(List.of(2, 3, 3), all.subList(0, 3));
            assertFalse(all.contains(0), all::toString);
            assertEquals(List.of(0, 0, 0, 0, 0), counts(pool));
        }
    }

    @Test
    void aRoleThatOwnsNothingServesOnceTheTablesAreThere() throws SQLException {
        var settings = new HybridSettings(Language.EN, Legs.BOTH);
        String application = role + "_app";
        DataSource superuser = database.database().dataSource();
        run(superuser, "CREATE ROLE " + application + " LOGIN");
        run(
                superuser,
                "ALTER DEFAULT PRIVILEGES FOR ROLE "
                        + role
                        + " IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO "
                        + application);
        var owned = new Database("main", Database.Dialect.POSTGRESQL, pool);
        try (var index = new PgvectorDocumentIndex(settings, owned, new FakeEmbedding())) {
            index.put(OURS, document("a", "harbour crane"));
        }
        try (var serving = new HikariDataSource()) {
            serving.setDataSource(as(application));
            var main = new Database("main", Database.Dialect.POSTGRESQL, serving);
            try (var index = new PgvectorDocumentIndex(settings, main, new FakeEmbedding())) {
                index.put(OURS, document("b", "harbour berth"));
                assertEquals(2, found(index, OURS).size());
                assertEquals(List.of(0, 0, 0, 0, 0), counts(serving));
            }
        } finally {
            run(superuser, "DROP OWNED BY " + application);
            run(superuser, "DROP ROLE " + application);
        }
    }

    private static List<String> found(PgvectorDocumentIndex index, ChatbotKey chatbot) {
        return index.retrieve(new RetrievalQuery(chatbot, "harbour", 10)).passages().stream()
                .map(Passage::text)
                .toList();
    }

    private static Document document(String id, String text) {
        return new Document(id, "", "", "h", List.of(new Document.Chunk("", text)));
    }
}
