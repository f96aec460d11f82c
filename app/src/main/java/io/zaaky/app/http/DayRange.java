package io.zaaky.app.http;

import java.time.DateTimeException;
import java.time.LocalDate;

/**
 * The parameters {@code from} and {@code to} of a call that counts by days in UTC, both inclusive.
 * The default is the last 30 days.
 */
record DayRange(LocalDate from, LocalDate to) {
    private static final int USUAL = 30;

    /**
     * @throws Refusal ({@code invalid_field}) if either is not a day, or {@code from} is after
     *     {@code to}
     */
    static DayRange of(Exchange exchange, LocalDate today) {
        return of(exchange.query("from").orElse(""), exchange.query("to").orElse(""), today);
    }

    static DayRange of(String from, String to, LocalDate today) {
        LocalDate last = to.isEmpty() ? today : day("to", to);
        LocalDate first = from.isEmpty() ? last.minusDays(USUAL - 1) : day("from", from);
        if (to.isEmpty() && first.isAfter(last)) {
            last = first;
        }
        if (first.isAfter(last)) {
            throw Refusal.turnedRange();
        }
        return new DayRange(first, last);
    }

    private static LocalDate day(String name, String text) {
        try {
            if (text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
                return LocalDate.parse(text);
            }
        } catch (DateTimeException e) {
            // such as the 31st of June: refused like any other text that is not a day
        }
        throw Refusal.field(name, name + " must be a day such as 2026-11-30.");
    }
}
