package io.zaaky.llm.langchain4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
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

    private static Set<Thread> watching() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("zaaky-llm-clocks"))
                .collect(Collectors.toSet());
    }
}
