package io.zaaky.retrieval.pgvector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.retrieval.hybrid.HybridSettings;
import io.zaaky.retrieval.hybrid.Language;
import io.zaaky.retrieval.hybrid.Legs;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.Database;
import io.zaaky.spi.Document;
import io.zaaky.spi.Passage;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import io.zaaky.spi.RetrievalQuery;
import io.zaaky.testkit.Conditions;
import io.zaaky.testkit.FakeEmbedding;
import io.zaaky.testkit.TestContext;
import io.zaaky.testkit.TestSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class PgvectorDocumentIndexIT {
    private static final ChatbotKey SMALL = new ChatbotKey("harbor", "small");
    private static final ChatbotKey LARGE = new ChatbotKey("harbor", "large");

    private final TestDatabase database = TestDatabase.create();
    private final FakeEmbedding embedding = new FakeEmbedding();

    @AfterEach
    void drop() {
        database.close();
    }

    private PgvectorDocumentIndex index(Database over) {
        return new PgvectorDocumentIndex(
                new HybridSettings(Language.EN, Legs.BOTH), over, embedding);
    }

    private static Document document(String id, Stream<String> texts) {
        return new Document(
                id, "", "", "h", texts.map(text -> new Document.Chunk("", text)).toList());
    }

    private static List<String> search(
            PgvectorDocumentIndex index, ChatbotKey chatbot, String text, int topK) {
        return index.retrieve(new RetrievalQuery(chatbot, text, topK)).passages().stream()
                .map(Passage::text)
                .toList();
    }

    @Test
    @Tag("TEN-13")
    void aSmallChatbotBesideALargeOneFindsAllItHasAndTheLargeOneItsBest() {
        smallBesideLarge(Integer.MAX_VALUE);
    }

    /** 6,000 chunks are above the limit from which the shared graph is walked. */
    @Test
    @Tag("TEN-13")
    void theSameHoldsWhenNoCodesAreKeptInMemory() {
        smallBesideLarge(0);
    }

    private void smallBesideLarge(int mostCodes) {
        var settings = new HybridSettings(Language.EN, Legs.BOTH);
        var transactions = new Transactions(database.database());
        var codes = new CodesCache(transactions, mostCodes);
        try (var index = new PgvectorDocumentIndex(settings, transactions, embedding, codes)) {
            index.put(
                    SMALL,
                    document("s", IntStream.range(0, 50).mapToObj(i -> "giraffe number" + i)));
            List<String> alone = search(index, SMALL, "harbour berth7", 10); // all are compared
            for (int d = 0; d < 3; d++) {
                int first = 2000 * d;
                index.put(
                        LARGE,
                        document(
                                "d" + d,
                                IntStream.range(first, first + 2000)
                                        .mapToObj(i -> "harbour berth" + i)));
            }
            List<String> small = search(index, SMALL, "harbour berth7", 10);
            assertEquals(10, small.size());
            assertTrue(small.stream().allMatch(text -> text.startsWith("giraffe")));
            assertEquals(alone, small, "not what it found when it was alone");
            assertFindsItsBest(index);
            if (mostCodes > 0) {
                var scope = new Scope(LARGE, settings.edition(embedding));
                Conditions.await("codes", () -> codes.isLoaded(scope), is -> is);
                assertFindsItsBest(index);
                index.put(LARGE, document("d0", Stream.of("harbour crane")));
                assertEquals("harbour crane", search(index, LARGE, "crane", 1).getFirst());
                assertFindsItsBest(index);
            }
        }
    }

    private static void assertFindsItsBest(PgvectorDocumentIndex index) {
        assertEquals("harbour berth4711", search(index, LARGE, "berth4711", 1).getFirst());
        assertEquals(100, search(index, LARGE, "something else", 100).size());
    }

    @Test
    void manyProcessesMayStartAtOnceOnAnEmptyDatabase() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> starts =
                    IntStream.range(0, 4)
                            .<Callable<Integer>>mapToObj(
                                    i -> () -> index(database.database()).count(SMALL))
                            .toList();
            for (var start : threads.invokeAll(starts)) {
                assertEquals(0, start.get());
            }
        }
    }

    @Test
    void oneConnectionIsEnough() {
        try (var pool = database.oneConnection();
                PgvectorDocumentIndex index =
                        index(new Database("main", Database.Dialect.POSTGRESQL, pool))) {
            index.put(SMALL, document("a", Stream.of("harbour")));
            assertEquals(1, search(index, SMALL, "harbour", 5).size());
        }
    }

    @Test
    void aDatabaseThatIsDownIsToldAndUsedAgainWhenItIsBack() {
        var flaky = new FlakySource(database.database().dataSource());
        var down = new Database("main", Database.Dialect.POSTGRESQL, flaky);
        try (PgvectorDocumentIndex index = index(down)) {
            flaky.fail(true);
            PluginException e = assertThrows(PluginException.class, () -> index.count(SMALL));
            assertEquals(Reason.UNAVAILABLE, e.reason());
            assertTrue(String.valueOf(e.getMessage()).contains("'main'"), e.getMessage());
            flaky.fail(false);
            index.put(SMALL, document("a", Stream.of("harbour")));
            flaky.fail(true);
            e = assertThrows(PluginException.class, () -> search(index, SMALL, "harbour", 5));
            assertEquals(Reason.UNAVAILABLE, e.reason());
            assertEquals(
                    Reason.UNAVAILABLE, assertThrows(PluginException.class, index::check).reason());
            flaky.fail(false);
            index.check();
            assertEquals(List.of("harbour"), search(index, SMALL, "harbour", 5));
        }
    }

    @Test
    void aDatabaseOfTheVersionBeforeIsServedAndItsPlacesAreUnknown() throws SQLException {
        database.migrateTo("1");
        try (Connection connection = database.database().dataSource().getConnection();
                Statement insert = connection.createStatement()) {
            String edition = new HybridSettings(Language.EN, Legs.BOTH).edition(embedding);
            String vector = "array_to_vector(array_fill(0.05, ARRAY[384]), 384, false)";
            insert.execute(
                    """
                    INSERT INTO retrieval_scope (org, chatbot, edition, chunks, words)
                        VALUES ('harbor', 'small', '%s', 1, 1);
                    INSERT INTO retrieval_document
                        (org, chatbot, id, scope, title, url, hash, chunks, characters, updated_at)
                        SELECT 'harbor', 'small', 'a', id, '', '', 'h', 1, 7, now()
                        FROM retrieval_scope;
                    INSERT INTO retrieval_chunk
                        (embedding_id, embedding, text, scope, document, chunk, heading, length)
                        SELECT gen_random_uuid(), %s, 'harbour', scope, number, 0, '', 1
                        FROM retrieval_document
                    """
                            .formatted(edition, vector));
        }
        try (PgvectorDocumentIndex index = index(database.database())) {
            Passage before =
                    index.retrieve(new RetrievalQuery(SMALL, "harbour", 1)).passages().getFirst();
            assertEquals("harbour", before.text());
            assertFalse(before.isPlaced(), before.toString());
            var chunk = new Document.Chunk("", "harbour", 4, 11);
            index.put(SMALL, new Document("a", "", "", "h2", List.of(chunk)));
            Passage after =
                    index.retrieve(new RetrievalQuery(SMALL, "harbour", 1)).passages().getFirst();
            assertEquals(List.of(4, 11), List.of(after.start(), after.end()));
        }
    }

    @Test
    void statisticsAreThoseOfTheChunksThatAreThere() throws SQLException {
        try (PgvectorDocumentIndex index = index(database.database())) {
            index.put(SMALL, document("a", Stream.of("one two three", "four")));
            index.put(SMALL, document("b", Stream.of("five six")));
            index.put(SMALL, document("a", Stream.of("seven")));
            index.put(SMALL, document("c", Stream.of("eight")));
            assertTrue(index.remove(SMALL, "c"));
            try (Connection connection = database.database().dataSource().getConnection();
                    Statement select = connection.createStatement();
                    var row =
                            select.executeQuery(
                                    """
                                    SELECT chunks, words,
                                           (SELECT count(*) FROM retrieval_chunk),
                                           (SELECT sum(chunks)::int FROM retrieval_term)
                                    FROM retrieval_scope
                                    """)) {
                assertTrue(row.next());
                assertEquals(
                        List.of(2, 3, 2, 3),
                        IntStream.range(1, 5).mapToObj(i -> at(row, i)).toList());
            }
        }
    }

    private static int at(ResultSet row, int column) {
        try {
            return row.getInt(column);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anUnchangedChunkIsNotEmbeddedAgain() {
        try (PgvectorDocumentIndex index = index(database.database())) {
            index.put(SMALL, document("a", Stream.of("one", "two", "three")));
            long before = embedding.embedded();
            index.put(SMALL, document("a", Stream.of("zero", "one", "two", "three")));
            assertEquals(1, embedding.embedded() - before);
        }
    }

    @Test
    void anIdThatPostgresqlCannotKeepIsRejected() {
        try (PgvectorDocumentIndex index = index(database.database())) {
            PluginException e =
                    assertThrows(
                            PluginException.class,
                            () -> index.put(SMALL, document("a\0b", Stream.of("x"))));
            assertEquals(Reason.REJECTED, e.reason());
        }
    }

    @Test
    void aDatabaseOfAnotherKindIsReported() {
        var settings = TestSettings.of(Map.of());
        var sqlite =
                new Database("main", Database.Dialect.SQLITE, database.database().dataSource());
        new PgvectorRetrieverProvider()
                .create(
                        settings.settings(),
                        TestContext.in(Path.of("")).with(sqlite).with(embedding))
                .close();
        assertEquals(
                List.of(
                        "test.yaml:1: test.data-source: pgvector needs a PostgreSQL database, but"
                                + " 'main' is SQLite"),
                settings.problems().stream().map(String::valueOf).toList());
    }
}
