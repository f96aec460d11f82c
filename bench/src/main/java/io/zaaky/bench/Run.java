package io.zaaky.bench;

/**
 * What one load did to one relay.
 *
 * @param late tokens that the rig itself sent more than their pace too late
 */
record Run(Load load, Tally tally, Window window, long late) {

    /** Whether every stream came whole. */
    boolean whole() {
        return tally.failures().isEmpty() && tally.lost() == 0 && tally.stalled() == 0;
    }
}
