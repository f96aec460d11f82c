package io.zaaky.app.knowledge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.config.KnowledgeSettings;
import io.zaaky.app.knowledge.DocumentState.State;
import io.zaaky.ingestion.DocumentSink.Turn;
import io.zaaky.ingestion.Given;
import io.zaaky.ingestion.MediaKind;
import io.zaaky.ingestion.Workers;
import io.zaaky.ingestion.web.AddressRules;
import io.zaaky.ingestion.web.FetchLimits;
import io.zaaky.ingestion.web.Fetcher;
import io.zaaky.ingestion.web.HostLookup;
import io.zaaky.ingestion.web.Hosts;
import io.zaaky.ingestion.web.Network;
import io.zaaky.ingestion.web.PageReader;
import io.zaaky.ingestion.web.WebUrl;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.testkit.Conditions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages whose size is known only when they have been fetched. */
@Tag("THR-04")
class LargePagesTest {
    private static final ChatbotKey KEY = new ChatbotKey("acme", "bot");
    private static final Duration ONE_MINUTE = Duration.ofMinutes(1);
    private static final long LARGE = Workers.Limits.USUAL.large();

    /** A little more than large, in short paragraphs. */
    private static final String HTML =
            "<p>One of very many sentences.</p>".repeat((int) LARGE / 34 + 10);

    @TempDir Path data;
    private final FakeIndex index = new FakeIndex();
    private final Turns turns = new Turns(Clock.systemUTC());

    @Test
    void whatIsMadeOfTwoIsNeverMadeSideBySideAndSmallDocumentsPass() throws Exception {
        try (var site = new PageServer(HTML);
                var sync = sync()) {
            sync.start().get();
            Upload first = page(site, "?first");
            Upload second = page(site, "?second");
            index.held = first.id();
            sync.documents().submit(List.of(first));
            assertEquals("held", index.next());
            sync.documents().submit(List.of(second));
            DocumentState waiting =
                    Conditions.await(
                            "the second page's size",
                            () -> sync.documents().find(second.id()).orElseThrow(),
                            state -> state.bytes() > 0);
            assertEquals(State.PENDING, waiting.state(), "made beside the other one");
            for (int i = 0; i < 20; i++) {
                assertEquals(State.INDEXED, upload(sync, "small" + i + ".txt", 10).state());
            }
            Upload third = text("large.txt", LARGE);
            var uploading = new FutureTask<>(() -> put(sync, third));
            Thread.ofVirtual().start(uploading);
            assertFalse(index.documents.containsKey(second.id()));
            index.free.countDown();
            assertEquals(State.INDEXED, uploading.get().state());
            awaitIndexed(first.id());
            awaitIndexed(second.id());
            assertTrue(site.requests().size() <= 5, site.requests()::toString);
        }
    }

    /** A turn that another chatbot has, of the same organisation. */
    @Test
    void anOrganisationHasOneTurnWhicheverChatbotTakesIt() throws Exception {
        var other =
                new Documents(
                        new ChatbotKey("acme", "other"),
                        index,
                        turns,
                        Room.ENDLESS,
                        Clock.systemUTC());
        try (var site = new PageServer(HTML);
                var sync = sync()) {
            sync.start().get();
            Upload page = page(site, "");
            try (Turn _ = other.turn(LARGE)) {
                sync.documents().submit(List.of(page));
                Conditions.await("a page that waits", turns::waiting, count -> count == 1);
                assertEquals(State.INDEXED, upload(sync, "small.txt", 10).state());
                assertFalse(index.documents.containsKey(page.id()));
            }
            awaitIndexed(page.id());
        }
    }

    @Test
    void anotherOrganisationWaitsForNeitherAndSmallOnesForNobody() throws Exception {
        var acme = new Documents(KEY, index, turns, Room.ENDLESS, Clock.systemUTC());
        var harbor =
                new Documents(
                        new ChatbotKey("harbor", "bot"),
                        index,
                        turns,
                        Room.ENDLESS,
                        Clock.systemUTC());
        try (Turn one = acme.turn(LARGE);
                Turn two = harbor.turn(LARGE);
                Turn small = acme.turn(LARGE - 1)) {
            assertEquals(0, turns.waiting(), () -> one + " " + two + " " + small);
        }
    }

    private void awaitIndexed(String id) {
        Conditions.await(
                id + " in the index", () -> index.documents.keySet(), found -> found.contains(id));
    }

    private static Upload page(PageServer site, String query) {
        var url = WebUrl.parse(site.target().start() + query);
        return Upload.ofPage(PageReader.id(url), url.toString());
    }

    private static DocumentState upload(KnowledgeSync sync, String id, long bytes)
            throws InterruptedException {
        return put(sync, text(id, bytes));
    }

    private static DocumentState put(KnowledgeSync sync, Upload upload)
            throws InterruptedException {
        ChatbotDocuments documents = sync.documents();
        return documents.await(upload.id(), documents.arrive(upload), ONE_MINUTE);
    }

    private static Upload text(String id, long bytes) {
        byte[] content = "word and ".repeat((int) bytes / 9 + 1).getBytes(StandardCharsets.UTF_8);
        return new Upload(id, "", MediaKind.TEXT, Given.NOTHING, content);
    }

    private KnowledgeSync sync() {
        Clock clock = Clock.systemUTC();
        var reader = RealReader.get();
        List<Network> allow = List.of(Network.parse("127.0.0.1"));
        var limits =
                new FetchLimits(
                        Duration.ofSeconds(5), Duration.ofSeconds(20), 4 << 20, Duration.ZERO);
        var fetcher =
                new Fetcher(new AddressRules(allow), HostLookup.SYSTEM, limits, new Hosts(), clock);
        var store = new UploadStore(data, clock, new Quotas(_ -> Kept.NOTHING));
        return new KnowledgeSync(
                new Documents(KEY, index, turns, Room.ENDLESS, Clock.systemUTC()),
                new PathOrigin(List.of()),
                new WebOrigin(
                        new KnowledgeSettings(List.of(), List.of(), Duration.ofHours(24), allow),
                        fetcher,
                        reader,
                        new WebMemory(KEY, data),
                        clock),
                new UploadSource(KEY, store, reader, new PageReader(fetcher), clock),
                store,
                clock);
    }
}
