package io.zaaky.ingestion;

import java.time.Duration;

/**
 * The limits for reading documents.
 *
 * @param time the time for one document; after it, the process is killed
 * @param megabytes the heap of a process
 * @param processes how many processes run at once; if there are several, one organisation never
 *     uses all of them
 * @param documents how many documents one process reads
 * @param idle how long an idle process is kept
 * @param hourly the process time that one organisation may use per hour, which is also the most
 *     that it may use in one burst; an organisation that has used more waits
 * @param document the limits of one document
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

    /**
     * The limits for this machine: as many processes as it has cores, up to {@value
     * #MOST_PROCESSES}.
     */
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
