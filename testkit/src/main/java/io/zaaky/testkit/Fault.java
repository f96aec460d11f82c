package io.zaaky.testkit;

import java.time.Duration;

/**
 * What a {@link FaultProxy} does to the bytes of one direction of a connection.
 *
 * @param latency how long bytes wait before they pass
 * @param atATime how many bytes are written at once, at the most
 * @param until how many bytes of a connection pass before {@code end}; if more have passed, it
 *     comes at once
 * @param end what comes then
 */
public record Fault(Duration latency, int atATime, long until, End end) {
    /** Everything passes. */
    public static final Fault NONE =
            new Fault(Duration.ZERO, Integer.MAX_VALUE, Long.MAX_VALUE, End.STALL);

    /** What may come after some bytes. */
    public enum End {
        /** The rest is held until another fault lets it pass. */
        STALL,
        /** The receiver sees a proper end of the stream, and the sender a closed connection. */
        FIN,
        /** Both sides see the connection reset. */
        RST
    }

    /** Also lets bytes wait, each lot that was read at once. */
    public Fault late(Duration time) {
        return new Fault(time, atATime, until, end);
    }

    /** Also writes each byte by itself. */
    public Fault dripping() {
        return new Fault(latency, 1, until, end);
    }

    /** Also holds what comes after so many bytes; 0 holds everything. */
    public Fault stall(long after) {
        return new Fault(latency, atATime, after, End.STALL);
    }

    /** Also closes the connection after so many bytes; 0 closes it now. */
    public Fault fin(long after) {
        return new Fault(latency, atATime, after, End.FIN);
    }

    /** Also resets the connection after so many bytes; 0 resets it now. */
    public Fault rst(long after) {
        return new Fault(latency, atATime, after, End.RST);
    }
}
