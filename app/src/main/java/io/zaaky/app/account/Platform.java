package io.zaaky.app.account;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The sums of all organisations, which is all that the platform may see of them. */
public final class Platform {
    private Platform() {}

    /** The days whose total differs from the sum of their organisations. */
    public static List<Hole> compareDays(JsonNode usage) {
        List<Hole> holes = new ArrayList<>();
        for (JsonNode day : usage.path("days")) {
            Books.Sum sum = Books.Sum.NONE;
            for (JsonNode organisation : day.path("organisations")) {
                sum = sum.plus(Books.Sum.of(organisation));
            }
            if (!sum.equals(Books.Sum.of(day))) {
                holes.add(
                        new Hole(
                                "day " + day.path("day").asText(),
                                "the usage says "
                                        + Books.Sum.of(day)
                                        + ", its organisations add up to "
                                        + sum));
            }
        }
        return holes;
    }

    /**
     * Organisations with more answers in the ledger than the process has counted in the same time.
     */
    public static List<Hole> compareMetrics(JsonNode usage, MetricsPage page, LocalDate began) {
        Map<String, Long> recorded = new TreeMap<>();
        for (JsonNode day : usage.path("days")) {
            if (LocalDate.parse(day.path("day").asText()).isAfter(began)) {
                for (JsonNode organisation : day.path("organisations")) {
                    recorded.merge(
                            organisation.path("id").asText(),
                            organisation.path("answers").asLong(),
                            Long::sum);
                }
            }
        }
        List<Hole> holes = new ArrayList<>();
        recorded.forEach(
                (org, answers) -> {
                    long counted = page.answers(org);
                    if (answers > counted) {
                        holes.add(
                                new Hole(
                                        org,
                                        answers
                                                + " answers are in the ledger since "
                                                + began.plusDays(1)
                                                + ", but the process has counted "
                                                + counted));
                    }
                });
        return holes;
    }
}
