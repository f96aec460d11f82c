package io.zaaky.app.account;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Checks whether the metrics of a process agree with what has been stored since its start. Deleted
 * answers are no longer stored, so the metrics may be higher; and answers that only the ledger
 * knows have lost their outcome.
 */
public final class MetricsCheck {
    private MetricsCheck() {}

    /**
     * Outcomes with more stored answers than were counted.
     *
     * @param counted by the process, by outcome
     * @param recorded stored since its start, by outcome; under {@code ""} those that only the
     *     ledger knows
     */
    public static List<Hole> compare(Map<String, Long> counted, Map<String, Long> recorded) {
        List<Hole> holes = new ArrayList<>();
        recorded.forEach(
                (outcome, answers) -> {
                    long metric = counted.getOrDefault(outcome, 0L);
                    if (!outcome.isEmpty() && answers > metric) {
                        holes.add(
                                new Hole(
                                        "metrics",
                                        answers
                                                + " answers that ended as '"
                                                + outcome
                                                + "' are on record since the server's start, but"
                                                + " it has counted "
                                                + metric));
                    }
                });
        return holes;
    }

    /** How many counted answers are no longer stored. */
    public static long gone(Map<String, Long> counted, Map<String, Long> recorded) {
        return sum(counted) - sum(recorded);
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
