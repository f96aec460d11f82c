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
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How organisations share the processes. */
final class ParserPoolTest {
    private static final Duration LONG = Duration.ofMinutes(2);

    private static ParserPool pool(int processes, Duration hourly) {
        String classPath = System.getProperty("java.class.path", "");
        return new ParserPool(
                new ParserProgram(classPath, OddParser.class.getName()),
                new ParserLimits(LONG, 64, processes, 100, LONG, hourly, DocumentLimits.USUAL));
    }

    private static String parse(ParserPool pool, String organisation, String document) {
        byte[] content = document.getBytes(StandardCharsets.UTF_8);
        var request =
                new ParserRequest(Task.DOCUMENT, "id", MediaKind.TEXT, Given.NOTHING, content);
        return pool.document(organisation, request).chunks().getFirst().text();
    }

    private static Thread waiting(ParserPool pool, String organisation, String document) {
        return Thread.ofVirtual()
                .start(
                        () ->
                                assertThrows(
                                        PluginException.class,
                                        () -> parse(pool, organisation, document)));
    }

    @Test
    @Tag("ING-23")
    void whoseDocumentsNeverEndKeepsNobodyElseWaiting() throws InterruptedException {
        List<Thread> hanging = new ArrayList<>();
        try (ParserPool pool = pool(2, Duration.ofHours(1))) {
            for (int i = 0; i < 20; i++) {
                hanging.add(waiting(pool, "a", "hang"));
            }
            for (int i = 0; i < 3; i++) {
                assertTrue(parse(pool, "b", "any").startsWith("pid "), "it is read");
            }
            hanging.forEach(Thread::interrupt);
            for (Thread each : hanging) {
                each.join();
            }
            assertTrue(parse(pool, "a", "any").startsWith("pid "), "it is read now");
        }
    }

    @Test
    @Tag("ING-23")
    void whoHasHadItsShareOfTimeWaitsAndSaysSoAndNobodyElseDoes() throws InterruptedException {
        try (ParserPool pool = pool(1, Duration.ofNanos(1))) {
            assertEquals(Optional.empty(), pool.waiting("a"));
            assertTrue(parse(pool, "a", "any").startsWith("pid "));
            String why = pool.waiting("a").orElse("");
            assertTrue(
                    why.matches("It waits: .* within an hour\\. It goes on .* UTC\\."), () -> why);
            Thread over = waiting(pool, "a", "any");
            assertTrue(parse(pool, "b", "any").startsWith("pid "));
            over.interrupt();
            over.join();
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
        List<FutureTask<PluginException>> tasks = new ArrayList<>();
        for (String organisation : List.of("a", "b", "c")) {
            var task =
                    new FutureTask<>(
                            () ->
                                    assertThrows(
                                            PluginException.class,
                                            () -> parse(pool, organisation, "hang")));
            Thread.ofVirtual().start(task);
            tasks.add(task);
        }
        pool.close();
        for (FutureTask<PluginException> task : tasks) {
            assertEquals(Reason.CANCELLED, task.get().reason());
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
