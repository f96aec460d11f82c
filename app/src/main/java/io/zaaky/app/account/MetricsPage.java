package io.zaaky.app.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server's counters since its start, read from its page for Prometheus. */
public final class MetricsPage {
    private static final String ANSWERS = "zaaky_answers_total";
    private static final Pattern SAMPLE =
            Pattern.compile("([a-z_]+)(?:\\{([^}]*)})? ([-+.0-9eE]+)(?: [0-9]+)?");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");
    private static final String START = "process_start_time_seconds";

    private final List<Sample> samples = new ArrayList<>();

    private record Sample(String name, Map<String, String> labels, double value) {}

    public MetricsPage(String text) {
        text.lines()
                .map(SAMPLE::matcher)
                .filter(Matcher::matches)
                .forEach(
                        found ->
                                samples.add(
                                        new Sample(
                                                found.group(1),
                                                labels(found.group(2)),
                                                Double.parseDouble(found.group(3)))));
    }

    private static Map<String, String> labels(@org.jspecify.annotations.Nullable String text) {
        Map<String, String> labels = new TreeMap<>();
        if (text != null) {
            Matcher label = LABEL.matcher(text);
            while (label.find()) {
                labels.put(label.group(1), label.group(2));
            }
        }
        return labels;
    }

    /** When the server began to count; empty if this is not a page of Zaaky. */
    public Optional<Instant> start() {
        return samples.stream()
                .filter(sample -> sample.name().equals(START))
                .findFirst()
                .map(sample -> Instant.ofEpochMilli((long) (sample.value() * 1000)));
    }

    /** The number of an organisation's ended answers. */
    long answers(String org) {
        return samples.stream()
                .filter(sample -> sample.name().equals(ANSWERS))
                .filter(sample -> org.equals(sample.labels().get("org")))
                .mapToLong(sample -> (long) sample.value())
                .sum();
    }

    /** The number of a chatbot's ended answers, by outcome. */
    public Map<String, Long> answers(String org, String chatbot) {
        Map<String, Long> counts = new TreeMap<>();
        for (Sample sample : samples) {
            if (sample.name().equals(ANSWERS)
                    && org.equals(sample.labels().get("org"))
                    && chatbot.equals(sample.labels().get("chatbot"))) {
                counts.merge(
                        sample.labels().getOrDefault("outcome", ""),
                        (long) sample.value(),
                        Long::sum);
            }
        }
        return counts;
    }
}
