package io.zaaky.ingestion.web;

import java.time.Duration;

/**
 * The limits for a web server.
 *
 * @param connect the timeout for connecting and for TLS, each
 * @param total the timeout for a page, from the name lookup to the last byte, across all redirects
 * @param bytes the size limit of a body
 * @param pause the pause between two requests to one host, unless its robots.txt asks for a longer
 *     one
 */
public record FetchLimits(Duration connect, Duration total, int bytes, Duration pause) {

    /**
     * The limits that are used outside tests.
     *
     * @param bytes the size limit of a body
     */
    public static FetchLimits standard(long bytes) {
        return new FetchLimits(
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                (int) Math.min(bytes, Integer.MAX_VALUE - 64),
                Duration.ofMillis(500));
    }
}
