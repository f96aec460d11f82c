package io.zaaky.app.chat;

import io.zaaky.app.config.ChatbotSettings;
import io.zaaky.app.config.ChatbotSettings.QueryEnhancement;
import io.zaaky.app.smalltalk.SmallTalkDetector;
import io.zaaky.app.smalltalk.Talk;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.ContextQuality;
import io.zaaky.spi.ContextQuality.Verdict;
import io.zaaky.spi.DocumentIndex;
import io.zaaky.spi.Retrieval;
import io.zaaky.spi.RetrievalQuery;
import io.zaaky.spi.Retriever;
import io.zaaky.spi.StoredMessage;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/** Finds the passages that an answer may rest on. */
final class Grounder {
    private final ChatbotKey key;
    private final int topK;
    private final QueryEnhancement mode;
    private final boolean hasSources;
    private final String greeting;
    private final Retriever retriever;
    private final SmallTalkDetector smallTalk;
    private final FollowUpRewriter rewriter;
    private final Queries queries;

    /**
     * Whether there were documents at the last check; checked again when a search finds nothing.
     */
    private volatile boolean filled;

    /**
     * @param threads one virtual thread per task, for concurrent queries
     */
    Grounder(
            ChatbotSettings settings,
            Retriever retriever,
            SmallTalkDetector smallTalk,
            FollowUpRewriter rewriter,
            ExecutorService threads) {
        this.key = settings.key();
        this.topK = settings.topK();
        this.mode = settings.queryEnhancement();
        this.hasSources = settings.knowledge().hasSources();
        this.greeting = settings.greeting();
        this.retriever = retriever;
        this.smallTalk = smallTalk;
        this.rewriter = rewriter;
        this.queries = new Queries(settings.key(), retriever, threads);
    }

    /**
     * @param expenses of the question, which a model may rewrite
     */
    Grounding ground(Question question, List<StoredMessage> history, Expenses expenses) {
        Grounding found = search(question, history, expenses, topK);
        return found.quality().verdict() == Verdict.NONE ? found.withoutPassages() : found;
    }

    /**
     * Searches for a question that begins a conversation and returns everything found; an answer
     * gets nothing if the verdict is none. Asks no model.
     */
    Grounding search(String text, int most) {
        return search(text, () -> planAgain(text, List.of(), List.of()), most);
    }

    private Grounding search(
            Question question, List<StoredMessage> history, Expenses expenses, int most) {
        return search(question.text(), () -> plan(question, history, expenses), most);
    }

    /**
     * Repeats the search of an earlier answer. Asks no model.
     *
     * @param queries the earlier search's queries; if empty, the rules provide them
     */
    Grounding again(String asked, List<String> queries, List<StoredMessage> history) {
        return search(asked, () -> planAgain(asked, queries, history), topK);
    }

    private QueryEnhancer.Plan planAgain(
            String asked, List<String> queries, List<StoredMessage> history) {
        if (!queries.isEmpty()) {
            return new QueryEnhancer.Plan(queries.getFirst(), queries);
        }
        return mode == QueryEnhancement.OFF
                ? QueryEnhancer.Plan.of(asked)
                : QueryEnhancer.plan(asked, history);
    }

    private Grounding search(String asked, Supplier<QueryEnhancer.Plan> planned, int most) {
        boolean empty = !filled && isEmpty();
        Optional<Talk> talk = empty ? smallTalk.byWords(asked) : smallTalk.detect(asked);
        if (talk.isPresent()) {
            return Grounding.smallTalk(asked, talk.get(), smallTalk.reply(talk.get(), greeting));
        }
        if (empty) {
            return withoutDocuments(asked);
        }
        filled = true;
        QueryEnhancer.Plan plan = planned.get();
        int depth = PassageSelection.depth(most);
        Retrieval found = PassageMerge.merge(queries.search(plan.queries(), depth));
        List<Selected> selected = PassageSelection.of(found.passages(), most);
        if (selected.size() < most && found.passages().size() >= depth) {
            found = PassageMerge.merge(queries.search(plan.queries(), RetrievalQuery.MOST));
            selected = PassageSelection.of(found.passages(), most);
        }
        if (selected.isEmpty() && isEmpty()) {
            filled = false;
            return withoutDocuments(asked);
        }
        ContextQuality quality = ContextJudge.judge(selected, found.evidence());
        return new Grounding(plan.question(), plan.queries(), selected, quality, true, false);
    }

    /** Whether the last question was looked up in documents. Calls no backend. */
    boolean hadDocuments() {
        return filled;
    }

    /** Whether the index holds any document now. */
    boolean hasDocuments() {
        return !isEmpty();
    }

    private boolean isEmpty() {
        return retriever instanceof DocumentIndex index && index.count(key) == 0;
    }

    private Grounding withoutDocuments(String asked) {
        return Grounding.without(asked, hasSources, "This chatbot has no documents.");
    }

    private QueryEnhancer.Plan plan(
            Question question, List<StoredMessage> history, Expenses expenses) {
        return switch (mode) {
            case OFF -> QueryEnhancer.Plan.of(question.text());
            case AUTO -> QueryEnhancer.plan(question.text(), history);
            case LLM ->
                    expenses.allowance().permitsAll()
                            ? rewriter.plan(question, history, expenses)
                            : QueryEnhancer.plan(question.text(), history);
        };
    }
}
