package io.zaaky.app.knowledge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.config.KnowledgeSettings;
import io.zaaky.app.knowledge.DocumentState.State;
import io.zaaky.app.knowledge.KnowledgeSyncs.Source;
import io.zaaky.ingestion.Given;
import io.zaaky.ingestion.MediaKind;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.testkit.Conditions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads whose index is gone, as after a restore. */
class LostIndexTest {
    private static final ChatbotKey BOT = new ChatbotKey("acme", "bot");

    @TempDir Path data;

    private KnowledgeSyncs syncs() {
        return new KnowledgeSyncs(data, 1 << 20, RealReader.get(), Clock.systemUTC());
    }

    private static ChatbotDocuments followed(KnowledgeSyncs syncs, FakeIndex index) {
        var knowledge =
                new KnowledgeSettings(List.of(), List.of(), Duration.ofHours(24), List.of());
        syncs.follow(Map.of(BOT, new Source(index, knowledge))).join();
        return syncs.documents(BOT).orElseThrow();
    }

    private void upload(String... ids) throws InterruptedException {
        try (var syncs = syncs()) {
            ChatbotDocuments documents = followed(syncs, new FakeIndex());
            for (String id : ids) {
                byte[] text = ("# Of " + id + "\n\nA text.").getBytes(StandardCharsets.UTF_8);
                var upload = new Upload(id, "", MediaKind.MARKDOWN, Given.NOTHING, text);
                long version = documents.arrive(upload);
                DocumentState state = documents.await(id, version, Duration.ofSeconds(30));
                assertEquals(State.INDEXED, state.state(), state::toString);
            }
        }
    }

    private static List<String> states(List<DocumentState> page) {
        return page.stream().map(each -> each.id() + " " + each.state()).toList();
    }

    @Test
    void whatIsNotIndexedAgainYetIsPending() throws Exception {
        upload("a.md", "b.md");
        var index = new FakeIndex();
        index.held = "a.md";
        try (var syncs = syncs()) {
            ChatbotDocuments documents = followed(syncs, index);
            List<String> done = List.of(index.next(), index.next());
            assertTrue(done.containsAll(List.of("held", "put b.md")), done::toString);

            assertEquals(List.of("a.md PENDING", "b.md INDEXED"), states(documents.list("", 10)));
            assertEquals(List.of("a.md PENDING"), states(documents.list("", 1)));
            assertEquals(List.of("b.md INDEXED"), states(documents.list("a.md", 10)));
            assertEquals(State.PENDING, documents.find("a.md").orElseThrow().state());
            assertTrue(documents.counts().pending() > 0, documents.counts()::toString);

            index.free.countDown();
            assertEquals("put a.md", index.next());
            assertEquals(List.of("a.md INDEXED", "b.md INDEXED"), states(documents.list("", 10)));
        } finally {
            index.free.countDown();
        }
    }

    @Test
    void whatIsDeletedMeanwhileIsGone() throws Exception {
        upload("a.md", "b.md");
        var index = new FakeIndex();
        index.held = "b.md";
        try (var syncs = syncs()) {
            ChatbotDocuments documents = followed(syncs, index);
            List<String> done = List.of(index.next(), index.next());
            assertTrue(done.containsAll(List.of("held", "put a.md")), done::toString);
            assertTrue(documents.delete("a.md"), "was not there");
            assertEquals("remove a.md", index.next());
            assertEquals(List.of("b.md PENDING"), states(documents.list("", 10)));
        } finally {
            index.free.countDown();
        }
    }

    @Test
    void whatCanNotBeReadAnyMoreHasFailed() throws Exception {
        upload("a.md", "b.md");
        spoil("a.md");
        var index = new FakeIndex();
        try (var syncs = syncs()) {
            ChatbotDocuments documents = followed(syncs, index);
            assertEquals("put b.md", index.next());
            DocumentState failed =
                    Conditions.await(
                            "the failure",
                            () -> documents.find("a.md").orElseThrow(),
                            each -> each.state() == State.FAILED);
            assertFalse(failed.reason().isEmpty(), failed::toString);
            assertEquals(1, documents.counts().failed());

            byte[] text = "# Better\n\nA text.".getBytes(StandardCharsets.UTF_8);
            long version =
                    documents.arrive(
                            new Upload("a.md", "", MediaKind.MARKDOWN, Given.NOTHING, text));
            DocumentState now = documents.await("a.md", version, Duration.ofSeconds(30));
            assertEquals(State.INDEXED, now.state(), now::toString);
            assertEquals(0, documents.counts().failed());
        }
    }

    private void spoil(String id) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:sqlite:" + data.resolve("uploads.db"));
                Statement statement = connection.createStatement()) {
            int rows =
                    statement.executeUpdate(
                            "UPDATE document SET kind = 'DOCUMENT', content = x'00' WHERE id = '"
                                    + id
                                    + "'");
            assertEquals(1, rows);
        }
    }
}
