package io.zaaky.ingestion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.ingestion.ParserRequest.Task;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How organisations share the processes. */
final class ParserPoolTest {
    private static final Duration LONG = Duration.ofMinutes(2);

    private static ParserPool pool(int processes, Duration hourly) {
        return pool(processes, hourly, new ReadingTime(hourly, System::nanoTime));
    }

    private static ParserPool pool(int processes, Duration hourly, ReadingTime time) {
        String classPath = System.getProperty("java.class.path", "");
        return new ParserPool(
                new ParserProgram(classPath, OddParser.class.getName()),
                new ParserLimits(LONG, 64, processes, 100, LONG, hourly, DocumentLimits.USUAL),
                time);
    }

    private static String parse(ParserPool pool, String organisation, String document) {
        byte[] content = document.getBytes(StandardCharsets.UTF_8);
        var request =
                new ParserRequest(Task.DOCUMENT, "id", MediaKind.TEXT, Given.NOTHING, content);
        return pool.document(organisation, request).chunks().getFirst().text();
    }

    /** A thread that asks for a document and gets no answer before it is interrupted. */
    private record Waiting(Thread thread, FutureTask<PluginException> outcome) {
        static Waiting on(ParserPool pool, String organisation, String document) {
            var outcome =
                    new FutureTask<>(
                            () ->
                                    assertThrows(
                                            PluginException.class,
                                            () -> parse(pool, organisation, document)));
            return new Waiting(Thread.ofVirtual().start(outcome), outcome);
        }

        void interrupt() throws InterruptedException, ExecutionException {
            thread.interrupt();
            assertEquals(Reason.CANCELLED, outcome.get().reason());
        }
    }

    @Test
    @Tag("ING-23")
    void whoseDocumentsNeverEndKeepsNobodyElseWaiting() throws Exception {
        List<Waiting> hanging = new ArrayList<>();
        try (ParserPool pool = pool(2, Duration.ofHours(1))) {
            for (int i = 0; i < 20; i++) {
                hanging.add(Waiting.on(pool, "a", "hang"));
            }
            for (int i = 0; i < 3; i++) {
                assertTrue(parse(pool, "b", "any").startsWith("pid "), "it is read");
            }
            for (Waiting each : hanging) {
                each.interrupt();
            }
            assertTrue(parse(pool, "a", "any").startsWith("pid "), "it is read now");
        }
    }

    @Test
    @Tag("ING-23")
    void whoHasHadItsShareOfTimeWaitsAndSaysSoAndNobodyElseDoes() throws Exception {
        try (ParserPool pool = pool(1, Duration.ofNanos(1))) {
            assertEquals(Optional.empty(), pool.waiting("a"));
            assertTrue(parse(pool, "a", "any").startsWith("pid "));
            String why = pool.waiting("a").orElse("");
            assertTrue(
                    why.matches("It waits: .* within an hour\\. It goes on .* UTC\\."), () -> why);
            Waiting over = Waiting.on(pool, "a", "any");
            assertTrue(parse(pool, "b", "any").startsWith("pid "));
            over.interrupt();
        }
    }

    @Test
    @Tag("ING-23")
    void whoSendsWhatCannotBeReadRestsAfterwardsAndNobodyElseDoes() throws Exception {
        Duration hour = Duration.ofHours(1);
        var stoppedClock = new ReadingTime(hour, () -> 0);
        try (ParserPool pool = pool(1, hour, stoppedClock)) {
            assertThrows(UnreadableDocumentException.class, () -> parse(pool, "a", "refuse"));
            Waiting resting = Waiting.on(pool, "a", "any");
            assertTrue(parse(pool, "b", "any").startsWith("pid "));
            assertEquals(Optional.empty(), pool.waiting("a"), "it is not worth a word");
            resting.interrupt();
        }
    }

    @Test
    void aSecondProcessIsStartedOnlyForASecondOrganisation() {
        try (ParserPool pool = pool(2, Duration.ofHours(1))) {
            String first = parse(pool, "a", "any");
            assertEquals(first, parse(pool, "b", "any"), "that one was free");
        }
    }

    @Test
    void closingTellsThoseWhoWaitAsWell() throws Exception {
        ParserPool pool = pool(1, Duration.ofHours(1));
        List<Waiting> all =
                Stream.of("a", "b", "c").map(each -> Waiting.on(pool, each, "hang")).toList();
        pool.close();
        for (Waiting each : all) {
            assertEquals(Reason.CANCELLED, each.outcome().get().reason());
        }
    }

    @Test
    @Tag("ING-23")
    void theProcessGivesWayToOthers() {
        try (ParserPool pool = pool(1, Duration.ofHours(1))) {
            String pid = parse(pool, "a", "any").replaceAll("\\D", "");
            assertEquals(
                    niceness("self").map(own -> Math.min(19, own + 10)),
                    niceness(pid),
                    "where a system tells");
        }
    }

    /** On Linux: the 19th field of a process's state, counted behind its name. */
    private static Optional<Integer> niceness(String pid) {
        Path state = Path.of("/proc", pid, "stat");
        try {
            String text = Files.readString(state);
            String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
            return Optional.of(Integer.valueOf(fields[16]));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
