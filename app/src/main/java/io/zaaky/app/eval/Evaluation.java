package io.zaaky.app.eval;

import io.zaaky.app.chat.Chatbot;
import io.zaaky.app.chat.Grounding;
import io.zaaky.app.eval.EvalSet.Case;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Asks chatbots' searches every question of a set, one after the other. It is the search of live
 * answers, without a conversation before the question.
 */
public final class Evaluation {
    private static final int DEEP = 100; // passages, for recall@100

    private final EvalSet set;
    private final IntConsumer progress;

    /**
     * @param progress told how many questions have been asked, by the calling thread
     */
    public Evaluation(EvalSet set, IntConsumer progress) {
        this.set = set;
        this.progress = progress;
    }

    /** A report for people, or as JSON. */
    public String run(Chatbot chatbot, Optional<Chatbot> compared, boolean json) {
        List<Measured> ours = measure(chatbot, 0);
        var other =
                compared.map(
                        each ->
                                new EvalReport.Other(
                                        each.key().toString(), measure(each, ours.size())));
        var report = new EvalReport(chatbot.key().toString(), ours, other);
        return json ? report.json() + System.lineSeparator() : report.text();
    }

    private List<Measured> measure(Chatbot chatbot, int before) {
        Case first = set.cases().getFirst();
        var _ = chatbot.search(first.question(), DEEP); // models and files are loaded by this
        List<Measured> all = new ArrayList<>();
        for (Case each : set.cases()) {
            long start = System.nanoTime();
            Grounding found = chatbot.search(each.question(), DEEP);
            long nanos = System.nanoTime() - start;
            all.add(Measured.of(each, found, chatbot.settings().topK(), nanos));
            progress.accept(before + all.size());
        }
        return all;
    }
}
