package io.zaaky.bench;

/**
 * What one load did to one relay.
 *
 * @param cpu the relay's processor time from before the first question until after the last
 *     stream's end, in nanoseconds
 * @param late tokens that the rig itself sent more than their pace too late
 */
record Run(Load load, Tally tally, Window window, long cpu, long late) {

    /** Whether every stream came whole. */
    boolean whole() {
        return tally.failures().isEmpty() && tally.lost() == 0 && tally.stalled() == 0;
    }

    /** Microseconds of the relay's processor time for each token, with the opening and the end. */
    double cpuPerToken() {
        return cpu / 1e3 / tally.tokens();
    }
}
