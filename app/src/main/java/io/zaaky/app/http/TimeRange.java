package io.zaaky.app.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * The parameters {@code from} and {@code to} of a call: days in UTC, both inclusive, or moments.
 *
 * @param to exclusive
 */
record TimeRange(Instant from, Instant to) {
    private static final Instant FIRST = Instant.EPOCH;
    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    /**
     * @throws Refusal ({@code invalid_field}) if either is neither a day nor a moment, or {@code
     *     from} is after {@code to}
     */
    static TimeRange of(Exchange exchange) {
        Instant from = read(exchange, "from", 0, FIRST);
        Instant to = read(exchange, "to", 1, LAST);
        if (from.isAfter(to)) {
            throw Refusal.turnedRange();
        }
        return new TimeRange(from, to);
    }

    private static Instant read(Exchange exchange, String name, int daysLater, Instant otherwise) {
        String text = exchange.query(name).orElse("");
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            Instant moment =
                    text.contains("T")
                            ? Instant.parse(text)
                            : LocalDate.parse(text)
                                    .plusDays(daysLater)
                                    .atStartOfDay(ZoneOffset.UTC)
                                    .toInstant();
            return moment.isBefore(FIRST) ? FIRST : moment.isAfter(LAST) ? LAST : moment;
        } catch (DateTimeException e) {
            throw Refusal.field(
                    name,
                    name
                            + " must be a day such as 2026-11-30 or a moment such as"
                            + " 2026-11-30T08:00:00Z.");
        }
    }
}
