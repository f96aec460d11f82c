package io.zaaky.llm.langchain4j;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** The header {@code Retry-After}: seconds or a date (RFC 9110, 10.2.3). */
final class RetryAfter {
    private static final Duration FOREVER = Duration.ofDays(10_000);

    private RetryAfter() {}

    /** The requested wait; zero for a time in the past and for an invalid value. */
    static Duration parse(String header, Instant now) {
        if (header.matches("\\d+")) {
            return header.length() > 9 ? FOREVER : Duration.ofSeconds(Long.parseLong(header));
        }
        try {
            Instant date =
                    ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            return date.isAfter(now) ? Duration.between(now, date) : Duration.ZERO;
        } catch (DateTimeException e) {
            return Duration.ZERO;
        }
    }
}
