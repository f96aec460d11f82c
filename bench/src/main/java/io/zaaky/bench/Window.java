package io.zaaky.bench;

import java.util.function.LongSupplier;

/**
 * The part of a run in which all streams are open and none has ended: from half a second after the
 * last one's first token to the end of the first stream. The load on the relay is constant during
 * this time.
 */
final class Window {
    private static final long SETTLE = 500_000_000L;

    private final LongSupplier relayCpu;
    private final Tally tally;
    private final int streams;
    private long allBegun = -1;
    private long opened = -1;
    private long tokens;
    private long relay;
    private long rig;
    private long machine;
    private long elapsed;

    /**
     * @param relayCpu the processor time that the relay has used, in nanoseconds
     */
    Window(LongSupplier relayCpu, Tally tally, int streams) {
        this.relayCpu = relayCpu;
        this.tally = tally;
        this.streams = streams;
    }

    /** Must be called often, at least every few milliseconds. */
    void tick(long now) {
        if (elapsed > 0) {
            return;
        }
        if (opened >= 0) {
            if (tally.ended() > 0) {
                close(now);
            }
        } else if (allBegun >= 0) {
            if (now - allBegun > SETTLE && tally.ended() == 0) {
                open(now);
            }
        } else if (tally.begun() == streams) {
            allBegun = now;
        }
    }

    private void open(long now) {
        opened = now;
        tokens = tally.tokens();
        relay = relayCpu.getAsLong();
        rig = CpuClock.ofThisProcess();
        machine = CpuClock.ofTheMachine();
        tally.window(true);
    }

    private void close(long now) {
        elapsed = now - opened;
        tokens = tally.tokens() - tokens;
        relay = relayCpu.getAsLong() - relay;
        rig = CpuClock.ofThisProcess() - rig;
        machine = CpuClock.ofTheMachine() - machine;
        tally.window(false);
    }

    /** False if the streams were too short for a window. */
    boolean measured() {
        return elapsed > 0 && tokens > 0;
    }

    long tokens() {
        return tokens;
    }

    /** The tokens that arrived per second. */
    double tokensPerSecond() {
        return tokens * 1e9 / elapsed;
    }

    /** The relay's processor time per token, in microseconds. */
    double cpuPerToken() {
        return measured() ? relay / 1e3 / tokens : Double.NaN;
    }

    /** The share of one core that the relay took. */
    double relayShare() {
        return (double) relay / elapsed;
    }

    /** The share of one core that the rig took. */
    double rigShare() {
        return (double) rig / elapsed;
    }

    /** The processor time of everything else on the machine, in cores. */
    double othersShare() {
        return Math.max(0, (double) (machine - relay - rig) / elapsed);
    }
}
