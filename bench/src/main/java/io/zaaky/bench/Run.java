package io.zaaky.bench;

/**
 * The result of one load on one relay.
 *
 * @param cpu the relay's processor time from before the first question until after the end of the
 *     last stream, in nanoseconds
 * @param late the tokens that the rig itself sent later than their pace allows
 */
record Run(Load load, Tally tally, Window window, long cpu, long late) {

    /** Whether every stream arrived completely. */
    boolean whole() {
        return tally.failures().isEmpty() && tally.lost() == 0 && tally.stalled() == 0;
    }

    /**
     * The relay's processor time per token in microseconds, including the beginning and end of
     * streams.
     */
    double cpuPerToken() {
        return cpu / 1e3 / tally.tokens();
    }
}
