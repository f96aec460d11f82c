package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class DayRangeTest {

    @Test
    void daysAreARangeOfWhichBothEndsCount() {
        LocalDate today = LocalDate.of(2026, 11, 30);
        assertEquals(new DayRange(LocalDate.of(2026, 11, 1), today), DayRange.of("", "", today));
        assertEquals(
                new DayRange(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 1, 1)),
                DayRange.of("2026-01-01", "2026-01-01", today));
        assertEquals(
                new DayRange(LocalDate.of(2026, 2, 1), today),
                DayRange.of("2026-02-01", "", today));
        assertEquals(
                new DayRange(LocalDate.of(2025, 12, 3), LocalDate.of(2026, 1, 1)),
                DayRange.of("", "2026-01-01", today));
        LocalDate future = LocalDate.of(2027, 1, 1);
        assertEquals(new DayRange(future, future), DayRange.of("2027-01-01", "", today));
    }
}
