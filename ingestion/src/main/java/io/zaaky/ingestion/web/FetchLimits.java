package io.zaaky.ingestion.web;

import java.time.Duration;

/**
 * How far a web server is put up with.
 *
 * @param connect for connection and TLS, each
 * @param total for a page, from asking for its name to its last byte, over all redirects
 * @param bytes of a body
 * @param pause between two requests to one host, if its robots.txt asks for no longer one
 */
public record FetchLimits(Duration connect, Duration total, int bytes, Duration pause) {

    /**
     * What a server is put up with unless a test says otherwise.
     *
     * @param bytes of a body
     */
    public static FetchLimits standard(long bytes) {
        return new FetchLimits(
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                (int) Math.min(bytes, Integer.MAX_VALUE - 64),
                Duration.ofMillis(500));
    }
}
