package io.zaaky.app.knowledge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.config.KnowledgeSettings;
import io.zaaky.app.knowledge.DocumentState.State;
import io.zaaky.ingestion.Given;
import io.zaaky.ingestion.MediaKind;
import io.zaaky.ingestion.PathSource;
import io.zaaky.ingestion.UnreadableDocumentException;
import io.zaaky.ingestion.web.AddressRules;
import io.zaaky.ingestion.web.FetchLimits;
import io.zaaky.ingestion.web.Fetcher;
import io.zaaky.ingestion.web.HostLookup;
import io.zaaky.ingestion.web.Hosts;
import io.zaaky.ingestion.web.Network;
import io.zaaky.ingestion.web.PageReader;
import io.zaaky.ingestion.web.WebTarget;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.Document;
import io.zaaky.testkit.Conditions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnowledgeSyncTest {
    private static final ChatbotKey KEY = new ChatbotKey("acme", "bot");

    private static final Duration ONE_DAY = Duration.ofDays(1);

    @TempDir Path folder;
    @TempDir Path data;

    private final FakeIndex index = new FakeIndex();

    @Test
    void whatIsThereIsIndexedBeforeTheFirstLookEnds() throws Exception {
        write("a.md", "# A\n\nFirst.");
        write("sub/b.txt", "Second thing.");
        try (var sync = sync(folder)) {
            sync.start().get();
            assertEquals(Set.of("a.md", "sub/b.txt"), index.documents.keySet());
        }
    }

    @Test
    void changesAreFollowedWhileTheServerRuns() throws Exception {
        write("a.md", "# A\n\nFirst.");
        try (var sync = sync(folder)) {
            sync.start().get();
            assertEquals("put a.md", index.next());
            write("b.md", "# B\n\nNew.");
            assertEquals("put b.md", index.next());
            write("a.md", "# A\n\nFirst, and more than before.");
            assertEquals("put a.md", index.next());
            assertTrue(
                    index.document("a.md").chunks().getFirst().text().contains("more than before"));
            Files.delete(folder.resolve("b.md"));
            assertEquals("remove b.md", index.next());
        }
    }

    @Test
    void whatTheIndexHasAlreadyIsNotPutAgain() throws Exception {
        write("a.md", "# A\n\nFirst.");
        try (var sync = sync(folder)) {
            sync.start().get();
        }
        assertEquals("put a.md", index.next());
        try (var sync = sync(folder)) {
            sync.start().get();
        }
        assertEquals(List.of(), index.soFar());
    }

    @Test
    void whatWentWhileTheServerWasDownIsRemovedAndWhatOthersPutStays() throws Exception {
        write("a.md", "# A\n\nFirst.");
        write("b.md", "# B\n\nSecond.");
        try (var sync = sync(folder)) {
            sync.start().get();
        }
        index.put(
                KEY,
                new Document("uploaded", "U", "", "other:1", List.of(new Document.Chunk("", "x"))));
        Files.delete(folder.resolve("b.md"));
        try (var sync = sync(folder)) {
            sync.start().get();
            assertEquals(Set.of("a.md", "uploaded"), index.documents.keySet());
        }
    }

    @Test
    void anIndexThatIsDownIsTriedAgain() throws Exception {
        write("a.md", "# A\n\nFirst.");
        index.down = true;
        try (var sync = sync(folder)) {
            sync.start().get();
            assertEquals("refused", index.next());
            index.down = false;
            String next = index.next();
            while (next.equals("refused")) {
                next = index.next();
            }
            assertEquals("put a.md", next);
        }
    }

    @Test
    void aDocumentThatTheIndexRefusesStopsNoOther() throws Exception {
        write("a.md", "# A\n\nFirst.");
        write("b.md", "# B\n\nSecond.");
        index.refused = "a.md";
        try (var sync = sync(folder)) {
            sync.start().get();
            assertEquals(Set.of("b.md"), index.documents.keySet());
            DocumentState state = sync.documents().find("a.md").orElseThrow();
            assertEquals(State.FAILED, state.state());
            assertEquals("The index does not take it: not this one", state.reason());
        }
    }

    @Test
    void aDocumentThatMemoryDoesNotSufficeForStopsNoOther() throws Exception {
        write("a.md", "# A\n\nFirst.");
        index.huge = "a.md";
        try (var sync = sync(folder)) {
            sync.start().get();
            DocumentState state = sync.documents().find("a.md").orElseThrow();
            assertEquals(State.FAILED, state.state());
            assertEquals(UnreadableDocumentException.NO_MEMORY, state.reason());
            write("b.md", "# B\n\nSecond.");
            assertEquals("put b.md", index.next());
            index.huge = "c.txt";
            assertEquals(State.FAILED, upload(sync, "c.txt").state());
            assertEquals(State.INDEXED, upload(sync, "d.txt").state());
        }
    }

    @Test
    void aBugInTheIndexIsToldOnceAndDoesNotEndTheLooking() throws Exception {
        write("a.md", "# A\n\nFirst.");
        index.faulty = "a.md";
        try (var lines = new LogLines(Follower.class);
                var sync = sync(folder)) {
            sync.start().get();
            assertEquals("refused", index.next());
            assertEquals("refused", index.next());
            index.faulty = "";
            assertEquals("put a.md", index.next());
            assertEquals(1, lines.errors().size(), lines.errors().toString());
        }
    }

    @Test
    void whoWaitsForAVersionLearnsThatItWasReplaced() throws Exception {
        index.held = "a.txt";
        try (var sync = sync();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            sync.start().get();
            Future<DocumentState> first = threads.submit(() -> upload(sync, "a.txt", ONE_DAY));
            assertEquals("held", index.next());
            Future<DocumentState> second = threads.submit(() -> upload(sync, "a.txt", ONE_DAY));
            assertEquals(State.PENDING, first.get(1, TimeUnit.MINUTES).state());
            sync.documents().submit(List.of(text("a.txt")));
            assertEquals(State.PENDING, second.get(1, TimeUnit.MINUTES).state());
            index.free.countDown();
        }
    }

    @Test
    void anUploadThatTheIndexRefusesStopsNoOther() throws Exception {
        index.refused = "a.txt";
        try (var sync = sync()) {
            sync.start().get();
            assertEquals(State.FAILED, upload(sync, "a.txt").state());
            assertEquals(State.INDEXED, upload(sync, "b.txt").state());
        }
    }

    @Test
    void anUploadWaitsForAnIndexThatIsDown() throws Exception {
        try (var sync = sync()) {
            sync.start().get();
            index.down = true;
            String job = sync.documents().submit(List.of(text("a.txt")));
            assertEquals("refused", index.next());
            assertEquals(1, sync.documents().job(job).orElseThrow().pending());
            index.down = false;
            String next = index.next();
            while (next.equals("refused")) {
                next = index.next();
            }
            assertEquals("put a.txt", next);
        }
    }

    @Test
    void allUploadsWaitForAnIndexThatIsDown() throws Exception {
        try (var sync = sync()) {
            sync.start().get();
            index.down = true;
            List<Upload> several = List.of(text("a.txt"), text("b.txt"), text("c.txt"));
            String job = sync.documents().submit(several);
            assertEquals("refused", index.next());
            assertEquals(3, sync.documents().job(job).orElseThrow().pending());
            index.down = false;
            while (index.documents.size() < 3) {
                index.next();
            }
        }
    }

    @Test
    void manyUploadsAreToldOfInFewLines() throws Exception {
        int uploads = 30;
        try (var lines = new LogLines(Indexing.class);
                var sync = sync()) {
            sync.start().get();
            long begin = System.nanoTime();
            for (int i = 0; i < uploads; i++) {
                assertEquals(State.INDEXED, upload(sync, i + ".txt").state());
            }
            var told =
                    Conditions.await(
                            "lines about all uploads",
                            () -> lines.numbers(2),
                            found -> found.stream().mapToInt(Integer::intValue).sum() == uploads);
            long periods = (System.nanoTime() - begin) / Indexing.QUIET.toNanos();
            assertTrue(told.size() <= periods, told + " in " + periods + " periods");
        }
    }

    @Test
    void aSlowUploadHoldsUpNoOther() throws Exception {
        index.held = "slow.txt";
        try (var sync = sync()) {
            sync.start().get();
            String job = sync.documents().submit(List.of(text("slow.txt")));
            assertEquals("held", index.next());
            for (int i = 0; i < 20; i++) {
                assertEquals(State.INDEXED, upload(sync, "quick" + i + ".txt").state());
            }
            assertEquals(1, sync.documents().job(job).orElseThrow().pending());
            index.free.countDown();
            while (!index.documents.containsKey("slow.txt")) {
                index.next();
            }
        }
    }

    @Test
    void aSlowFileHoldsUpNoOther() throws Exception {
        write("a.md", "# A\n\nFirst.");
        write("b.md", "# B\n\nSecond.");
        index.held = "a.md";
        try (var sync = sync(folder)) {
            var first = sync.start();
            while (!index.documents.containsKey("b.md")) {
                index.next();
            }
            index.free.countDown();
            first.get();
            assertEquals(Set.of("a.md", "b.md"), index.documents.keySet());
        }
    }

    @Test
    void aVersionWaitsForTheOneBefore() throws Exception {
        index.held = "a.txt";
        try (var sync = sync()) {
            sync.start().get();
            sync.documents().submit(List.of(text("a.txt")));
            assertEquals("held", index.next());
            byte[] newer = "Another text.".getBytes(StandardCharsets.UTF_8);
            var next = new Upload("a.txt", "", MediaKind.TEXT, Given.NOTHING, newer);
            String job = sync.documents().submit(List.of(next));
            assertEquals(State.INDEXED, upload(sync, "b.txt").state());
            assertEquals("put b.txt", index.next());
            assertEquals(List.of(), index.soFar());
            index.held = "";
            index.free.countDown();
            assertEquals("put a.txt", index.next());
            assertEquals("put a.txt", index.next());
            assertEquals("Another text.", index.document("a.txt").chunks().getFirst().text());
            assertEquals(List.of(), sync.documents().job(job).orElseThrow().failures());
        }
    }

    @Test
    void closingEndsWhatIsUnderWayAndTheNextTakesItUp() throws Exception {
        index.held = "a.txt";
        try (var sync = sync()) {
            sync.start().get();
            sync.documents().submit(List.of(text("a.txt"), text("b.txt")));
            while (!index.documents.containsKey("b.txt")) {
                index.next();
            }
        }
        assertEquals(Set.of("b.txt"), index.documents.keySet());
        index.held = "";
        try (var sync = sync()) {
            sync.start().get();
            while (!index.documents.containsKey("a.txt")) {
                index.next();
            }
        }
    }

    private static DocumentState upload(KnowledgeSync sync, String id) throws InterruptedException {
        return upload(sync, id, Duration.ofMinutes(1));
    }

    private static DocumentState upload(KnowledgeSync sync, String id, Duration patience)
            throws InterruptedException {
        return sync.documents().await(id, sync.documents().arrive(text(id)), patience);
    }

    private static Upload text(String id) {
        byte[] content = ("The text of " + id + ".").getBytes(StandardCharsets.UTF_8);
        return new Upload(id, "", MediaKind.TEXT, Given.NOTHING, content);
    }

    @Test
    void aFileThatTwoSourcesHaveBelongsToTheFirst() throws Exception {
        write("one/a.md", "# From one\n\nText.");
        write("two/a.md", "# From two\n\nText.");
        try (var sync = sync(folder.resolve("one"), folder.resolve("two"))) {
            sync.start().get();
            assertEquals("From one", index.document("a.md").title());
            assertEquals(List.of("put a.md"), index.soFar());
        }
    }

    @Test
    void websitesAreIndexedBehindTheFilesAndARestartAsksForNothing() throws Exception {
        write("a.md", "# A\n\nFirst.");
        index.put(
                KEY, new Document("left", "L", "", "web:1", List.of(new Document.Chunk("", "x"))));
        assertEquals("put left", index.next());
        try (var site = new PageServer("<title>Page</title><p>From the web.")) {
            for (int process = 0; process < 2; process++) {
                try (var sync = sync(site.target(), folder)) {
                    sync.start().get();
                    while (index.documents.size() != 2 || index.documents.containsKey("left")) {
                        index.next();
                    }
                }
            }
            assertEquals(List.of("/robots.txt", "/page"), site.requests());
            Document page =
                    index.documents.values().stream()
                            .filter(document -> document.hash().startsWith("web:"))
                            .findFirst()
                            .orElseThrow();
            assertEquals("Page", page.title());
            assertEquals(site.target().start().toString(), page.url());
        }
    }

    @Test
    void aWebsiteThatIsNoSourceAnyMoreLeavesTheIndex() throws Exception {
        try (var site = new PageServer("<p>From the web.")) {
            try (var sync = sync(site.target())) {
                sync.start().get();
                assertTrue(index.next().startsWith("put 127.0.0.1"));
            }
            index.put(
                    KEY,
                    new Document("up", "U", "", "upload:1", List.of(new Document.Chunk("", "x"))));
            assertEquals("put up", index.next());
            try (var sync = sync()) {
                sync.start().get();
                assertTrue(index.next().startsWith("remove 127.0.0.1"));
            }
            assertEquals(Set.of("up"), index.documents.keySet());
        }
    }

    @Test
    void pagesThatTheIndexHasLostAreFetchedAgain() throws Exception {
        try (var site = new PageServer("<p>From the web.")) {
            for (int process = 0; process < 2; process++) {
                try (var sync = sync(site.target())) {
                    sync.start().get();
                    assertTrue(index.next().startsWith("put 127.0.0.1"));
                }
                index.documents.clear();
            }
        }
    }

    @Test
    void aMemoryThatIsBrokenCostsACrawlAndNothingElse() throws Exception {
        Path file = data.resolve("knowledge/acme/bot.json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{\"sources\": {\"x\": {\"begun\": \"never\"}}}");
        try (var site = new PageServer("<p>From the web.")) {
            try (var sync = sync(site.target())) {
                sync.start().get();
                assertTrue(index.next().startsWith("put 127.0.0.1"));
            }
        }
        assertTrue(Files.readString(file).contains("INDEXED"));
    }

    private KnowledgeSync sync(WebTarget target, Path... paths) {
        return sync(List.of(target), paths);
    }

    private KnowledgeSync sync(Path... paths) {
        return sync(List.of(), paths);
    }

    private KnowledgeSync sync(List<WebTarget> targets, Path... paths) {
        Clock clock = Clock.systemUTC();
        List<PathSource> sources =
                Stream.of(paths)
                        .map(path -> new PathSource(path, 1 << 20, RealReader.get(), clock))
                        .toList();
        var uploads = new UploadStore(data, clock, new Quotas(_ -> Kept.NOTHING));
        var source =
                new UploadSource(
                        KEY, uploads, RealReader.get(), new PageReader(fetcher(List.of())), clock);
        return new KnowledgeSync(
                new Documents(KEY, index, new Turns(clock), Room.ENDLESS, clock),
                new PathOrigin(sources),
                websites(data, targets),
                source,
                uploads,
                clock);
    }

    private static WebOrigin websites(Path data, List<WebTarget> targets) {
        Clock clock = Clock.systemUTC();
        List<Network> allow = List.of(Network.parse("127.0.0.1"));
        return new WebOrigin(
                new KnowledgeSettings(List.of(), targets, Duration.ofHours(24), allow),
                fetcher(allow),
                RealReader.get(),
                new WebMemory(KEY, data),
                clock);
    }

    private static Fetcher fetcher(List<Network> allow) {
        var limits =
                new FetchLimits(
                        Duration.ofSeconds(5), Duration.ofSeconds(20), 1 << 20, Duration.ZERO);
        return new Fetcher(
                new AddressRules(allow), HostLookup.SYSTEM, limits, new Hosts(), Clock.systemUTC());
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
