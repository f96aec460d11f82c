package io.zaaky.ingestion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.ingestion.ParserRequest.Task;
import io.zaaky.spi.Document;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class ParserProcessTest {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final ParserLimits PATIENT = limits(LONG);

    private static ParserLimits limits(Duration time) {
        var few = new DocumentLimits(10_000, 100, 100, 10, 100, 100, 10, 10, 100, 100);
        return new ParserLimits(time, 128, 1, 3, LONG, Duration.ofHours(1), few);
    }

    private static ParserProgram program() {
        String classPath = System.getProperty("java.class.path", "");
        return new ParserProgram(classPath, OddParser.class.getName());
    }

    /** Nobody waits for time here: it goes by the hour. */
    private static ParserPool odd(ParserLimits limits) {
        var hours = new AtomicLong();
        LongSupplier quick = () -> hours.incrementAndGet() * limits.hourly().toNanos();
        return new ParserPool(program(), limits, new ReadingTime(limits.hourly(), quick));
    }

    private static Document document(ParserPool parser, String document) {
        byte[] content = document.getBytes(StandardCharsets.UTF_8);
        var request =
                new ParserRequest(Task.DOCUMENT, "id", MediaKind.TEXT, Given.NOTHING, content);
        return parser.document("org", request);
    }

    private static String parse(ParserPool parser, String document) {
        return document(parser, document).chunks().getFirst().text();
    }

    private static long pid(ParserPool parser) {
        return Long.parseLong(parse(parser, "pid").replaceAll("\\D", ""));
    }

    private static String refusal(ParserPool parser, String document) {
        return String.valueOf(failure(parser, document).getMessage());
    }

    /** Whatever happens to one document, the next is read. */
    private static void assertReadsOn(ParserPool parser) {
        assertTrue(pid(parser) > 0);
    }

    @Test
    void oneProcessReadsManyDocumentsAndIsThenReplaced() {
        try (ParserPool parser = odd(PATIENT)) {
            long first = pid(parser);
            assertEquals(first, pid(parser));
            assertEquals(first, pid(parser));
            assertNotEquals(first, pid(parser), "three were enough");
        }
    }

    @Test
    @Tag("ING-12")
    void aCrashIsOneDocumentsFailure() {
        try (ParserPool parser = odd(PATIENT)) {
            assertEquals(
                    "Reading it made the program fail that reads documents.",
                    refusal(parser, "crash"));
            assertReadsOn(parser);
        }
    }

    @Test
    @Tag("ING-12")
    void aDocumentThatTakesTooLongIsGivenUpWithItsProcess() {
        try (ParserPool parser = odd(limits(Duration.ofSeconds(3)))) {
            long first = pid(parser);
            assertEquals("Reading it took longer than 3 seconds.", refusal(parser, "hang"));
            assertFalse(
                    ProcessHandle.of(first).map(ProcessHandle::isAlive).orElse(false), "it lives");
            assertReadsOn(parser);
        }
    }

    @Test
    @Tag("ING-12")
    void aDocumentThatTakesTooMuchMemoryIsRefused() {
        try (ParserPool parser = odd(PATIENT)) {
            assertEquals(
                    "Reading it takes more memory than there is for one document.",
                    refusal(parser, "memory"));
            assertReadsOn(parser);
        }
    }

    /** A lasting failure is remembered, and the document not tried again by itself. */
    @Test
    @Tag("ING-24")
    void whatADocumentDoesToTheProcessLastsAndAMissingProgramDoesNot() {
        try (ParserPool parser = odd(PATIENT);
                ParserPool hasty = odd(limits(Duration.ofSeconds(3)));
                var none = new ParserPool(new ParserProgram("nowhere", "no.Such"), PATIENT)) {
            for (String document : new String[] {"crash", "memory", "noise", "refuse"}) {
                assertTrue(failure(parser, document).isLasting(), document);
            }
            assertTrue(failure(hasty, "hang").isLasting(), "hang");
            assertFalse(failure(none, "x").isLasting(), "no program");
        }
    }

    private static UnreadableDocumentException failure(ParserPool parser, String document) {
        return assertThrows(UnreadableDocumentException.class, () -> parse(parser, document));
    }

    @Test
    @Tag("ING-10")
    void anAnswerWithoutEndOrSenseIsNotTaken() {
        try (ParserPool parser = odd(PATIENT)) {
            for (String document : new String[] {"much", "many", "noise", "older"}) {
                assertEquals(
                        "Reading it made the program fail that reads documents.",
                        refusal(parser, document));
                assertReadsOn(parser);
            }
        }
    }

    @Test
    void aCallerWhoIsInterruptedDoesNotWaitAndTheNextIsServed() throws Exception {
        try (ParserPool parser = odd(PATIENT)) {
            var task =
                    new FutureTask<>(
                            () -> assertThrows(PluginException.class, () -> parse(parser, "hang")));
            Thread caller = Thread.ofVirtual().start(task);
            caller.interrupt();
            assertEquals(Reason.CANCELLED, task.get().reason());
            assertReadsOn(parser);
        }
    }

    @Test
    void closingEndsTheProcessAlsoInTheMiddleOfADocument() throws Exception {
        ParserPool parser = odd(PATIENT);
        long pid = pid(parser);
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        var begun = new CountDownLatch(1);
        var task =
                new FutureTask<>(
                        () -> {
                            begun.countDown();
                            return assertThrows(PluginException.class, () -> parse(parser, "hang"));
                        });
        Thread.ofVirtual().start(task);
        begun.await();
        parser.close();
        assertEquals(Reason.CANCELLED, task.get().reason());
        assertFalse(process.map(ProcessHandle::isAlive).orElse(false), "it lives");
    }

    @Test
    void whereThereIsNoProgramItIsSaid() {
        try (var parser = new ParserPool(new ParserProgram("nowhere", "no.Such"), PATIENT)) {
            assertEquals(
                    "No document can be read: the program that reads documents does not start.",
                    refusal(parser, "x"));
        }
    }
}
