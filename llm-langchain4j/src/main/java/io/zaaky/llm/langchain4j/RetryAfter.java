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

    /** Zero for a time that has passed and for what makes no sense; otherwise as long as asked. */
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
