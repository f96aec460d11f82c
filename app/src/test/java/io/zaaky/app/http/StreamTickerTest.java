package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("THR-02")
class StreamTickerTest {
    private static final int LOOKS = 5;

    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, NoClassDefFoundError.class})
    void aStreamWhoseLookFailsKeepsNoOtherFromBeingLookedAfter(Class<? extends Throwable> kind)
            throws Exception {
        var failed = new CountDownLatch(LOOKS);
        Throwable failure = kind.getConstructor(String.class).newInstance("made up");
        try (var ticker = new StreamTicker()) {
            ticker.add(_ -> fail(failed, failure));
            assertTrue(failed.await(1, TimeUnit.MINUTES), "the thread ended with a failure");
            var looks = new CountDownLatch(LOOKS);
            for (int i = 0; i < 10; i++) { // whatever their order in the set
                ticker.add(_ -> looks.countDown());
            }
            assertTrue(looks.await(1, TimeUnit.MINUTES), "the others were not looked after");
        }
    }

    @Test
    void manyFailuresAreOneLineInTheLog() throws Exception {
        List<LogRecord> lines = Collections.synchronizedList(new ArrayList<>());
        Logger logger = Logger.getLogger(StreamTicker.class.getName());
        Handler handler = handler(lines);
        logger.addHandler(handler);
        try (var ticker = new StreamTicker()) {
            var failed = new CountDownLatch(LOOKS);
            ticker.add(_ -> fail(failed, new IllegalStateException("made up")));
            assertTrue(failed.await(1, TimeUnit.MINUTES));
            assertEquals(1, lines.size(), lines::toString);
            assertEquals("made up", lines.getFirst().getThrown().getMessage());
        } finally {
            logger.removeHandler(handler);
        }
    }

    private static void fail(CountDownLatch failed, Throwable failure) {
        failed.countDown();
        switch (failure) {
            case Error e -> throw e;
            case RuntimeException e -> throw e;
            default -> throw new AssertionError(failure);
        }
    }

    private static Handler handler(List<LogRecord> lines) {
        return new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }
}
