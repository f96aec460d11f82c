package io.zaaky.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class StartTimesTest {
    private static final Instant START = Instant.parse("2026-11-30T08:00:00Z");

    @Test
    void thePartsAddUpToTheWholeStart() {
        var times = new StartTimes(START);
        times.ended("Java", START.plusMillis(110));
        times.ended("configuration", START.plusMillis(300));
        times.ended("ports", START.plusMillis(340));
        assertEquals("340 ms (Java 110, configuration 190, ports 40)", times.toString());
    }

    @Test
    void theProcessBeganBeforeItsFirstPartEnded() {
        var times = StartTimes.ofThisProcess();
        times.ended("Java");
        assertTrue(times.toString().matches("\\d+ ms \\(Java \\d+\\)"), times::toString);
    }
}
