package io.zaaky.ingestion;

import java.time.Duration;

/**
 * What reading documents may cost.
 *
 * @param time for one document; then its process is killed
 * @param megabytes of heap of a process
 * @param processes at once; of several, one organisation never has all
 * @param documents that one process reads
 * @param idle how long a process without work is kept
 * @param hourly time of processes that one organisation may take within an hour, and at once at
 *     most; who has had more waits
 * @param document what one document may become
 */
public record ParserLimits(
        Duration time,
        int megabytes,
        int processes,
        int documents,
        Duration idle,
        Duration hourly,
        DocumentLimits document) {
    private static final int MOST_PROCESSES = 2;

    /** On this machine: as many processes as it has cores, up to {@value #MOST_PROCESSES}. */
    public static ParserLimits usual() {
        return new ParserLimits(
                Duration.ofSeconds(60),
                256,
                Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MOST_PROCESSES),
                1000,
                Duration.ofSeconds(60),
                Duration.ofMinutes(30),
                DocumentLimits.USUAL);
    }
}
