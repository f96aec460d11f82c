package io.zaaky.app.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.doctor.Finding.Status;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class RoundTest {

    @Test
    void aCheckThatHangsIsToldAndHoldsUpNoOther() throws InterruptedException {
        var never = new CountDownLatch(1);
        List<Finding> found =
                Round.of(
                        List.of(
                                new Check(
                                        "silent",
                                        () -> {
                                            never.await();
                                            return List.of();
                                        }),
                                new Check("quick", () -> List.of(Finding.ok("quick", "there")))),
                        Duration.ofMillis(500));
        assertEquals(List.of("silent", "quick"), found.stream().map(Finding::check).toList());
        assertEquals(Status.FAIL, found.getFirst().status());
        assertTrue(found.getFirst().seen().contains("no answer within"), found::toString);
        assertEquals(Status.OK, found.getLast().status());
    }

    @Test
    void aCheckThatThrowsHasFailed() throws InterruptedException {
        List<Finding> found =
                Round.of(
                        List.of(
                                new Check(
                                        "broken",
                                        () -> {
                                            throw new IllegalStateException("no such thing");
                                        })),
                        Duration.ofSeconds(30));
        assertEquals(Status.FAIL, found.getFirst().status());
        assertTrue(found.getFirst().seen().contains("no such thing"), found::toString);
    }

    @Test
    void secretsAreBlottedOut() {
        var report =
                new Report(
                        List.of(Finding.fail("db", "FATAL: password hunter22\n wrong", "see it")),
                        List.of("hunter22", ""));
        assertEquals("FAIL db: FATAL: password *** wrong -> see it\n", report.text());
        assertFalse(report.json().contains("hunter22"), report::json);
        assertTrue(report.hasFailed());
    }
}
