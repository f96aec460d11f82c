package io.zaaky.ingestion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.ingestion.ParserProcess.Limits;
import io.zaaky.spi.PluginException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class ParserProcessTest {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Limits PATIENT = new Limits(LONG, 1000, 3, LONG);

    private static ParserProcess odd(Limits limits) {
        String classPath = System.getProperty("java.class.path", "");
        return new ParserProcess(new ParserProgram(classPath, OddParser.class.getName()), limits);
    }

    private static String parse(ParserProcess parser, String document) {
        return parser.parse(document.getBytes(StandardCharsets.UTF_8), "").xhtml();
    }

    private static long pid(ParserProcess parser) {
        return Long.parseLong(parse(parser, "pid").replaceAll("\\D", ""));
    }

    private static String refusal(ParserProcess parser, String document) {
        return String.valueOf(
                assertThrows(UnreadableDocumentException.class, () -> parse(parser, document))
                        .getMessage());
    }

    /** Whatever happens to one document, the next is read. */
    private static void assertReadsOn(ParserProcess parser) {
        assertTrue(pid(parser) > 0);
    }

    @Test
    void oneProcessReadsManyDocumentsAndIsThenReplaced() {
        try (ParserProcess parser = odd(PATIENT)) {
            long first = pid(parser);
            assertEquals(first, pid(parser));
            assertEquals(first, pid(parser));
            assertNotEquals(first, pid(parser), "three were enough");
        }
    }

    @Test
    @Tag("ING-12")
    void aCrashIsOneDocumentsFailure() {
        try (ParserProcess parser = odd(PATIENT)) {
            assertEquals(
                    "Reading it made the program fail that reads documents.",
                    refusal(parser, "crash"));
            assertReadsOn(parser);
        }
    }

    @Test
    @Tag("ING-12")
    void aDocumentThatTakesTooLongIsGivenUpWithItsProcess() {
        try (ParserProcess parser = odd(new Limits(Duration.ofSeconds(3), 1000, 3, LONG))) {
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
        try (ParserProcess parser = odd(PATIENT)) {
            assertEquals(
                    "Reading it takes more memory than there is for one document.",
                    refusal(parser, "memory"));
            assertReadsOn(parser);
        }
    }

    @Test
    @Tag("ING-10")
    void anAnswerWithoutEndOrSenseIsNotTaken() {
        try (ParserProcess parser = odd(PATIENT)) {
            for (String document : new String[] {"much", "noise"}) {
                assertEquals(
                        "Reading it made the program fail that reads documents.",
                        refusal(parser, document));
                assertReadsOn(parser);
            }
        }
    }

    @Test
    void aCallerWhoIsInterruptedDoesNotWaitAndTheNextIsServed() throws InterruptedException {
        try (ParserProcess parser = odd(PATIENT)) {
            var task =
                    new FutureTask<>(
                            () -> assertThrows(PluginException.class, () -> parse(parser, "hang")));
            Thread caller = Thread.ofVirtual().start(task);
            caller.interrupt();
            caller.join();
            assertReadsOn(parser);
        }
    }

    @Test
    void closingEndsTheProcessAlsoInTheMiddleOfADocument() throws InterruptedException {
        ParserProcess parser = odd(PATIENT);
        long pid = pid(parser);
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        var begun = new CountDownLatch(1);
        Thread caller =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    begun.countDown();
                                    refusal(parser, "hang");
                                });
        begun.await();
        parser.close();
        caller.join();
        assertFalse(process.map(ProcessHandle::isAlive).orElse(false), "it lives");
    }

    @Test
    void whereThereIsNoProgramItIsSaid() {
        try (var parser = new ParserProcess(new ParserProgram("nowhere", "no.Such"), PATIENT)) {
            assertEquals(ParserProgram.MISSING, refusal(parser, "x"));
        }
    }
}
