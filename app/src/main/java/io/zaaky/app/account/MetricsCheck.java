package io.zaaky.app.account;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whether the metrics of a process agree with what is on record since its start. What was forgotten
 * is not on record, so the metrics may say more; and answers that the ledger alone knows have lost
 * how they ended.
 */
public final class MetricsCheck {
    private MetricsCheck() {}

    /**
     * Outcomes of which more answers are on record than were counted.
     *
     * @param counted by the process, by outcome
     * @param recorded since its start, by outcome; under {@code ""} what the ledger alone knows
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

    /** How many answers the process has counted that are not on record any more. */
    public static long gone(Map<String, Long> counted, Map<String, Long> recorded) {
        return sum(counted) - sum(recorded);
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
