package io.zaaky.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/** What all visitors of one run have seen. Used by the visitors' thread. */
final class Tally {
    private final Samples steady;
    private final Samples first;
    private final Map<String, Integer> failures = new LinkedHashMap<>();
    private long tokens;
    private long lost;
    private long worst;
    private int begun;
    private int ended;
    private int stalled;
    private boolean inWindow;

    Tally(Load load) {
        steady = new Samples(load.streams() * load.tokens());
        first = new Samples(load.streams());
    }

    /** Records how long after its request the first token of a stream arrived. */
    void firstToken(long nanos) {
        begun++;
        first.add(nanos);
    }

    /** Records how long after it was sent a token arrived. */
    void token(long nanos) {
        tokens++;
        worst = Math.max(worst, nanos);
        if (inWindow) {
            steady.add(nanos);
        }
    }

    /** Records the end of a stream; an empty {@code failure} means success. */
    void ended(int missing, boolean hasStalled, String failure) {
        ended++;
        lost += Math.max(0, missing);
        stalled += hasStalled ? 1 : 0;
        if (!failure.isEmpty()) {
            failures.merge(failure, 1, Integer::sum);
        }
    }

    /** Only the tokens of the window count in {@link #steady()}. */
    void window(boolean open) {
        inWindow = open;
    }

    long tokens() {
        return tokens;
    }

    int begun() {
        return begun;
    }

    int ended() {
        return ended;
    }

    long lost() {
        return lost;
    }

    int stalled() {
        return stalled;
    }

    /** The longest time that any token of the run took, in nanoseconds. */
    long worst() {
        return worst;
    }

    Samples steady() {
        return steady;
    }

    Samples first() {
        return first;
    }

    /** What went wrong, and how often. */
    Map<String, Integer> failures() {
        return failures;
    }
}
