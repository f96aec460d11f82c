package io.zaaky.app.eval;

import io.zaaky.app.eval.EvalSet.Case;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Runs every question of a set through the chatbots' searches, one after the other. This is the
 * search of live answers, without an earlier conversation.
 */
public final class Evaluation {
    private static final int DEEP = 100; // passages, for recall@100

    private final EvalSet set;
    private final IntConsumer progress;

    /**
     * @param progress receives the number of questions asked so far, on the calling thread
     */
    public Evaluation(EvalSet set, IntConsumer progress) {
        this.set = set;
        this.progress = progress;
    }

    /**
     * Returns a report for people, or as JSON.
     *
     * @throws EvalProblem if one of the searches fails
     */
    public String run(Searched searched, Optional<Searched> compared, boolean json)
            throws EvalProblem {
        List<Measured> ours = measure(searched, 0);
        Optional<EvalReport.Other> other = Optional.empty();
        if (compared.isPresent()) {
            Searched second = compared.get();
            other = Optional.of(new EvalReport.Other(second.name(), measure(second, ours.size())));
        }
        var report = new EvalReport(searched.name(), ours, other);
        return json ? report.json() + System.lineSeparator() : report.text();
    }

    private List<Measured> measure(Searched searched, int before) throws EvalProblem {
        Case first = set.cases().getFirst();
        var _ = searched.search(first.question(), DEEP); // loads models and files
        List<Measured> all = new ArrayList<>();
        for (Case each : set.cases()) {
            long start = System.nanoTime();
            Found found = searched.search(each.question(), DEEP);
            long nanos = System.nanoTime() - start;
            Found given = each.facts().isEmpty() ? found : searched.search(each.question());
            all.add(Measured.of(each, found, given.passages(), nanos));
            progress.accept(before + all.size());
        }
        return all;
    }
}
