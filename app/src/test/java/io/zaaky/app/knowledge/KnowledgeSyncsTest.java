package io.zaaky.app.knowledge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.zaaky.app.config.KnowledgeSettings;
import io.zaaky.app.knowledge.KnowledgeSyncs.Source;
import io.zaaky.spi.ChatbotKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnowledgeSyncsTest {
    private static final ChatbotKey ONE = new ChatbotKey("acme", "one");
    private static final ChatbotKey TWO = new ChatbotKey("acme", "two");

    @TempDir Path folder;
    @TempDir Path data;

    private final FakeIndex one = new FakeIndex();
    private final FakeIndex two = new FakeIndex();

    @BeforeEach
    void aDocument() throws Exception {
        Files.writeString(folder.resolve("a.md"), "# A\n\nFirst.");
    }

    @Test
    void whatIsFollowedAlreadyIsNotTouchedWhenAnotherIsAdded() throws Exception {
        try (var syncs = new KnowledgeSyncs(data, 1 << 20, RealReader.get(), Clock.systemUTC())) {
            syncs.follow(Map.of(ONE, source(one))).get();
            assertEquals("put a.md", one.next());
            one.documents.clear(); // a second first look would put it again
            syncs.follow(Map.of(ONE, source(one), TWO, source(two))).get();
            assertEquals(Set.of("a.md"), two.documents.keySet());
            Files.writeString(folder.resolve("b.md"), "# B\n\nNew.");
            assertEquals("put b.md", one.next());
        }
    }

    @Test
    void whatIsNotWantedAnyMoreHasStopped() throws Exception {
        try (var syncs = new KnowledgeSyncs(data, 1 << 20, RealReader.get(), Clock.systemUTC())) {
            syncs.follow(Map.of(ONE, source(one))).get();
            assertEquals("put a.md", one.next());
            syncs.follow(Map.of(ONE, source(two))).get(); // the same chatbot, another index
            assertEquals("put a.md", two.next());
            Files.writeString(folder.resolve("b.md"), "# B\n\nNew.");
            assertEquals("put b.md", two.next());
            assertEquals(List.of(), one.soFar());
        }
    }

    private Source source(FakeIndex index) {
        return new Source(
                index,
                new KnowledgeSettings(List.of(folder), List.of(), Duration.ofHours(24), List.of()));
    }
}
