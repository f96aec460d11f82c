package io.zaaky.testkit;

import java.time.Duration;

/**
 * What a {@link FaultProxy} does to the bytes of one direction of a connection.
 *
 * @param latency the delay before bytes pass
 * @param atATime the most bytes written at once
 * @param until how many bytes of a connection pass before {@code end}; if more have passed already,
 *     it happens at once
 * @param end what happens then
 */
public record Fault(Duration latency, int atATime, long until, End end) {
    /** Everything passes. */
    public static final Fault NONE =
            new Fault(Duration.ZERO, Integer.MAX_VALUE, Long.MAX_VALUE, End.STALL);

    /** What may happen after some bytes. */
    public enum End {
        /** The rest is held until another fault lets it pass. */
        STALL,
        /** The receiver sees a proper end of the stream, and the sender a closed connection. */
        FIN,
        /** Both sides see the connection reset. */
        RST
    }

    /** Also delays bytes, separately for each read. */
    public Fault late(Duration time) {
        return new Fault(time, atATime, until, end);
    }

    /** Also writes each byte separately. */
    public Fault dripping() {
        return new Fault(latency, 1, until, end);
    }

    /** Also holds everything after this many bytes; 0 holds everything. */
    public Fault stall(long after) {
        return new Fault(latency, atATime, after, End.STALL);
    }

    /** Also closes the connection after this many bytes; 0 closes it now. */
    public Fault fin(long after) {
        return new Fault(latency, atATime, after, End.FIN);
    }

    /** Also resets the connection after this many bytes; 0 resets it now. */
    public Fault rst(long after) {
        return new Fault(latency, atATime, after, End.RST);
    }
}
