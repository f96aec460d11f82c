package io.zaaky.llm.langchain4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class WatchdogTest {
    private static final Clocks LONG = Clocks.of(Duration.ofMinutes(5), Duration.ofMinutes(5));

    @Test
    @Tag("RES-06")
    void callsThatHaveEndedLeaveNeitherClocksNorThreads() {
        var watchdog = new Watchdog();
        Set<Thread> before = watching();
        for (int i = 0; i < 50_000; i++) {
            try (var clock = new CallClock(LONG)) {
                watchdog.watch(clock);
                watchdog.forget(clock);
            }
        }
        assertEquals(0, watchdog.watched());
        Set<Thread> more = new HashSet<>(watching());
        more.removeAll(before);
        assertTrue(more.size() <= 1, more::toString);
    }

    @Test
    @Tag("THR-02")
    void aCallWhoseClockFailsTakesNoOtherOnesClock() throws InterruptedException {
        var watchdog = new Watchdog();
        var looks = new CountDownLatch(3);
        var closed = new CountDownLatch(1);
        try (var broken = expired(() -> broken(looks));
                var other = expired(closed::countDown)) {
            watchdog.watch(broken);
            assertTrue(looks.await(1, TimeUnit.MINUTES), "the thread ended with the first failure");
            watchdog.watch(other);
            assertTrue(closed.await(1, TimeUnit.MINUTES), "nobody looks at the other call");
            watchdog.forget(broken);
            watchdog.forget(other);
        }
    }

    private static void broken(CountDownLatch looks) {
        if (looks.getCount() > 0) {
            looks.countDown();
            throw new NoClassDefFoundError("made up");
        }
    }

    /** A call whose time is over, with a socket that does this when it is closed. */
    private static CallClock expired(Runnable onClose) {
        var clock = new CallClock(Clocks.of(Duration.ofMinutes(5), Duration.ZERO));
        clock.cuts(
                new Socket() {
                    @Override
                    public void close() {
                        onClose.run();
                    }
                });
        return clock;
    }

    private static Set<Thread> watching() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("zaaky-llm-clocks"))
                .collect(Collectors.toSet());
    }
}
