package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.app.RunningServer;
import io.zaaky.testkit.Conditions;
import io.zaaky.testkit.StubUpstream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever organisations share, one of them takes all of it that it can get and lets go of nothing;
 * the other one's question, upload and search are served meanwhile. ({@code bench/attack} and
 * {@code bench/run neighbours} measure how soon.)
 */
class BulkheadsTest {
    /** Of the sixteen calls that a remote embedding model gets at once, those of one of several. */
    private static final int CALLS = 12;

    private static final int LARGE = (1 << 20) + 1000; // bytes; from a megabyte on one is large

    @TempDir Path folder;

    /** Takes a shared thing to its end; tells whether that is still so. */
    interface Taking {
        BooleanSupplier all(Neighbourhood of) throws IOException;
    }

    /** What the other one does besides. */
    interface Besides {
        void isServed(Neighbourhood in);
    }

    record Shared(String name, Taking taking, Besides besides) {
        Shared(String name, Taking taking) {
            this(name, taking, _ -> {});
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** All that organisations share. */
    static List<Shared> shared() {
        return List.of(
                new Shared("streams", BulkheadsTest::streams),
                new Shared(
                        "places to look up, and the embedding of questions",
                        BulkheadsTest::questions),
                new Shared("embedding of documents", BulkheadsTest::documents),
                new Shared("large documents", BulkheadsTest::large, BulkheadsTest::aLargeOne),
                new Shared("document parser", BulkheadsTest::parser, BulkheadsTest::aPdf),
                new Shared("fetcher", BulkheadsTest::fetcher, BulkheadsTest::aPage),
                new Shared("uploads", BulkheadsTest::uploads),
                new Shared("searches of administrators", BulkheadsTest::searches),
                new Shared("disk", BulkheadsTest::disk),
                new Shared("breaker", BulkheadsTest::breaker),
                new Shared("second attempts", BulkheadsTest::secondAttempts));
    }

    @ParameterizedTest
    @MethodSource("shared")
    @Tag("COST-14")
    void whoeverTakesAllOfItThatItCanTheOtherIsServed(Shared shared) throws IOException {
        try (var neighbourhood = new Neighbourhood(folder)) {
            BooleanSupplier holds = shared.taking.all(neighbourhood);
            assertTrue(holds.getAsBoolean(), "it was not taken to its end");
            isServed(neighbourhood);
            shared.besides.isServed(neighbourhood);
            assertTrue(holds.getAsBoolean(), "it was let go of before the other was served");
        }
    }

    private static void isServed(Neighbourhood in) {
        JsonNode last =
                RunningServer.events(in.ask("other/bot0", "When does the ferry leave?", 0).body())
                        .reduce((_, event) -> event)
                        .orElseThrow();
        assertEquals("Hello", last.path("content").asText(), last::toString);
        HttpResponse<String> put = in.put("other/bot0", "tram.md", "# Tram\n\nThe tram is blue.");
        assertEquals(201, put.statusCode(), put.body());
        awaitIndexed(in, "tram.md");
        HttpResponse<String> found = in.search("other/bot0", "Which colour is the tram?");
        assertEquals(200, found.statusCode(), found.body());
        assertTrue(found.body().contains("The tram is blue."), found.body());
    }

    private static BooleanSupplier streams(Neighbourhood of) {
        of.acmeAnswers(StubUpstream.openAi().tokens("Hel").hold());
        int most = Neighbourhood.STREAMS * 3 / 4;
        for (int i = 0; i < most; i++) {
            assertEquals(200, of.ask("acme/bot0", "Hello", i).statusCode(), "stream " + i);
        }
        assertEquals(503, of.ask("acme/bot0", "Hello", most).statusCode());
        Neighbourhood.await("calls that are held", of::openCalls, most);
        return () -> of.openCalls() == most;
    }

    private static BooleanSupplier questions(Neighbourhood of) {
        of.atOnce(
                2 * Neighbourhood.STREAMS,
                i -> of.ask("acme/bot" + i % 4, "What does an albatross eat on day " + i, i));
        Neighbourhood.await("questions that are held", of::heldVectors, CALLS);
        return () -> of.heldVectors() == CALLS;
    }

    private static BooleanSupplier documents(Neighbourhood of) {
        for (int i = 0; i < Neighbourhood.CHATBOTS; i++) {
            HttpResponse<String> put = of.putAll("acme/bot" + i, 20, "The albatross is a bird");
            assertEquals(202, put.statusCode(), put.body());
        }
        Neighbourhood.await("documents that are held", of::heldVectors, CALLS);
        return () -> of.heldVectors() == CALLS;
    }

    private static BooleanSupplier large(Neighbourhood of) {
        for (int i = 0; i < Neighbourhood.CHATBOTS; i++) {
            HttpResponse<String> put = of.putAll("acme/bot" + i, 1, "The albatross. " + filler());
            assertEquals(202, put.statusCode(), put.body());
        }
        Neighbourhood.await("large documents that are held", of::heldVectors, 1);
        return () -> of.heldVectors() == 1;
    }

    private static void aLargeOne(Neighbourhood in) {
        HttpResponse<String> put = in.put("other/bot0", "large.md", filler());
        assertTrue(put.statusCode() == 201, put::body);
        awaitIndexed(in, "large.md");
    }

    private static String filler() {
        var text = new StringBuilder("# Boats\n\n");
        for (int i = 0; text.length() < LARGE; i++) {
            text.append("Boat ").append(i).append(" lies at the pier, and its owner is away.\n\n");
        }
        return text.toString();
    }

    private static void awaitIndexed(Neighbourhood in, String id) {
        Conditions.await(
                id + " in the index",
                () -> in.states("other/bot0"),
                states -> "indexed".equals(states.get(id)));
    }

    /** The process that reads acme's documents stands still; each organisation has one at once. */
    private static BooleanSupplier parser(Neighbourhood of) {
        assertEquals(201, pdf(of, "acme/bot0", "warm.pdf").statusCode());
        for (ProcessHandle reader : Neighbourhood.readers()) {
            Neighbourhood.signal("-STOP", reader);
            String probe = pdf(of, "acme/bot0", "probe-" + reader.pid() + ".pdf").body();
            if (!probe.contains("\"state\":\"indexed\"")) {
                break;
            }
            Neighbourhood.signal("-CONT", reader); // it was another one
        }
        of.atOnce(8, i -> pdf(of, "acme/bot" + i % 4, "held-" + i + ".pdf"));
        BooleanSupplier holds = () -> waiting(of) == 8;
        Neighbourhood.await("documents that wait", holds::getAsBoolean, true);
        return holds;
    }

    private static long waiting(Neighbourhood of) {
        return IntStream.range(0, 8)
                .filter(
                        i ->
                                "pending"
                                        .equals(
                                                of.states("acme/bot" + i % 4)
                                                        .get("held-" + i + ".pdf")))
                .count();
    }

    private static void aPdf(Neighbourhood in) {
        HttpResponse<String> put = pdf(in, "other/bot0", "note.pdf");
        assertEquals(201, put.statusCode(), put.body());
        awaitIndexed(in, "note.pdf");
    }

    private static HttpResponse<String> pdf(Neighbourhood in, String chatbot, String id) {
        String content = "BT /F1 12 Tf 72 700 Td (The slipway is closed for repairs) Tj ET";
        String pdf =
                """
                %%PDF-1.4
                1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
                2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
                3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj
                4 0 obj<</Length %d>>stream
                %s
                endstream endobj
                5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
                trailer<</Size 6/Root 1 0 R>>
                """
                        .formatted(content.length(), content);
        return in.put(chatbot, id, "application/pdf", pdf.getBytes(StandardCharsets.US_ASCII));
    }

    private static BooleanSupplier fetcher(Neighbourhood of) {
        for (int i = 0; i < 20; i++) {
            HttpResponse<String> sent = of.fetch("acme/bot" + i % 4, of.hangingPage(i));
            assertEquals(202, sent.statusCode(), sent.body());
        }
        Neighbourhood.await("pages that are held", of::pagesHeld, 1);
        return () -> of.pagesHeld() == 1;
    }

    private static void aPage(Neighbourhood in) {
        HttpResponse<String> sent = in.fetch("other/bot0", in.page(1));
        assertEquals(202, sent.statusCode(), sent.body());
        awaitIndexed(in, RunningServer.json(sent.body()).path("documents").path(0).asText());
    }

    private static BooleanSupplier uploads(Neighbourhood of) {
        RawVisitor first = of.drip(0);
        first.readUntil("100 Continue"); // it has its turn
        of.drip(1).readUntil("100 Continue");
        for (int i = 2; i < 10; i++) {
            of.drip(i);
        }
        return () -> !first.hasHeard(); // it was not told of an end
    }

    private static BooleanSupplier searches(Neighbourhood of) {
        of.atOnce(40, i -> of.search("acme/bot" + i % 4, "What does an albatross eat on day " + i));
        Neighbourhood.await("searches that are held", of::heldVectors, 3);
        return () -> of.heldVectors() == 3;
    }

    /** Its quota is what keeps it from the end of the disk. */
    private static BooleanSupplier disk(Neighbourhood of) {
        int each = Neighbourhood.QUOTA / 3;
        for (int i = 0; i < 3; i++) {
            assertEquals(202, of.putAll("acme/bot" + i, each, "The boat").statusCode());
        }
        return () -> of.putAll("acme/bot3", each, "One more").statusCode() == 429;
    }

    private static BooleanSupplier breaker(Neighbourhood of) {
        of.acmeAnswers(StubUpstream.openAi().status(500));
        return () -> {
            int before = 0;
            for (int i = 0; i < 20; i++) {
                before = of.calls();
                var _ = of.ask("acme/bot0", "Hello", i).body().toList();
            }
            return of.calls() == before; // its model is asked no more
        };
    }

    private static BooleanSupplier secondAttempts(Neighbourhood of) {
        of.acmeAnswers(StubUpstream.openAi().status(500));
        for (int i = 0; i < 9; i++) {
            var _ = of.ask("acme/bot0", "Hello", i).body().toList();
        }
        of.otherFailsOnce();
        return () -> {
            int before = of.calls();
            var _ = of.ask("acme/bot0", "Hello", 9).body().toList();
            return of.calls() <= before + 1; // no second attempt is left
        };
    }
}
