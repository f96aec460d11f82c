package io.zaaky.app.http;

import io.zaaky.spi.Ledger;
import io.zaaky.spi.Outcome;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The sum of model calls, in total and by model. For one thread only. */
final class UsageSum {
    private long answers;
    private long promptTokens;
    private long completionTokens;
    private long estimated;
    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private final SortedMap<Model, UsageSum> models = new TreeMap<>();

    /** A model of a provider. */
    record Model(String provider, String name) implements Comparable<Model> {
        private static final Comparator<Model> ORDER =
                Comparator.comparing(Model::provider).thenComparing(Model::name);

        @Override
        public int compareTo(Model other) {
            return ORDER.compare(this, other);
        }
    }

    void add(Ledger.Sum sum) {
        count(sum);
        models.computeIfAbsent(new Model(sum.provider(), sum.model()), _ -> new UsageSum())
                .count(sum);
    }

    private void count(Ledger.Sum sum) {
        answers += sum.answers();
        promptTokens += sum.promptTokens();
        completionTokens += sum.completionTokens();
        estimated += sum.estimated();
        if (sum.answers() > 0) {
            outcomes.merge(sum.outcome(), sum.answers(), Long::sum);
        }
    }

    long answers() {
        return answers;
    }

    long promptTokens() {
        return promptTokens;
    }

    long completionTokens() {
        return completionTokens;
    }

    /** The number of calls whose tokens are estimated. */
    long estimated() {
        return estimated;
    }

    /** The number of answers with that outcome. */
    long outcome(Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0L);
    }

    SortedMap<Model, UsageSum> models() {
        return Collections.unmodifiableSortedMap(models);
    }
}
