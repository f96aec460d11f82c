package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.zaaky.app.http.AnswerLog.Frame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AnswerLogTest {
    private static final byte[] LAST = "{}".getBytes(StandardCharsets.UTF_8);

    private final AtomicLong kept = new AtomicLong();

    @Test
    void readersAtAnyPlaceGetEveryPieceOnceWhileItIsWritten() throws Exception {
        var log = new AnswerLog(kept, 1 << 20);
        List<Future<List<String>>> readers = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int from = 0; from < 20; from++) {
                int after = from;
                readers.add(threads.submit(() -> read(log, after)));
            }
            for (int i = 0; i < 500; i++) {
                log.piece(i % 7 == 0 ? "" : "p" + i);
            }
            log.last(LAST);
            log.ended();
        }
        List<String> all = read(log, 0);
        assertEquals(501, all.size());
        for (int from = 0; from < readers.size(); from++) {
            assertEquals(all.subList(from, all.size()), readers.get(from).get(), "after " + from);
        }
    }

    @Test
    void anAnswerThatIsTooLongKeepsItsLastEventOnly() throws Exception {
        var log = new AnswerLog(kept, 100L << 20);
        String big = "x".repeat(AnswerLog.MOST / 2);
        log.piece(big);
        log.piece(big);
        log.piece("one too many");
        log.piece("and another");
        log.last(LAST);
        log.ended();
        assertEquals(LAST.length, kept.get());
        Frame frame = log.next(1, () -> false);
        assertEquals(5, assertInstanceOf(Frame.Last.class, frame).number());
        assertNull(log.next(5, () -> false));
    }

    @Test
    void whenTooMuchIsKeptInAllTheNextAnswerIsNot() throws Exception {
        var first = new AnswerLog(kept, 1000);
        first.piece("a".repeat(900));
        var second = new AnswerLog(kept, 1000);
        second.piece("b".repeat(200));
        second.piece("b");
        second.last(LAST);
        assertInstanceOf(Frame.Last.class, second.next(0, () -> false));
        assertInstanceOf(Frame.Piece.class, first.next(0, () -> false));
        first.close();
        second.close();
        assertEquals(0, kept.get());
    }

    @Test
    void aReaderWhoHasGoneWaitsNoLonger() throws Exception {
        var log = new AnswerLog(kept, 1000);
        var gone = new java.util.concurrent.atomic.AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> reader = threads.submit(() -> log.next(0, gone::get) == null);
            gone.set(true);
            log.wake();
            assertEquals(true, reader.get());
        }
    }

    private static List<String> read(AnswerLog log, int from) throws InterruptedException {
        List<String> read = new ArrayList<>();
        int at = from;
        Frame frame = log.next(at, () -> false);
        while (frame != null) {
            switch (frame) {
                case Frame.Piece(String text) -> {
                    read.add(text);
                    at++;
                }
                case Frame.Last(byte[] json, int number) -> {
                    read.add(new String(json, StandardCharsets.UTF_8));
                    at = number;
                }
            }
            frame = log.next(at, () -> false);
        }
        return read;
    }
}
