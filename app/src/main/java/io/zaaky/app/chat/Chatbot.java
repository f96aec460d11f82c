package io.zaaky.app.chat;

import io.zaaky.app.chat.ModelChain.Answered;
import io.zaaky.app.chat.Turn.Said;
import io.zaaky.app.config.AnsweringSettings;
import io.zaaky.app.config.AnsweringSettings.Decision;
import io.zaaky.app.config.ChatbotSettings;
import io.zaaky.app.gaps.GapFinder;
import io.zaaky.app.gaps.Gaps;
import io.zaaky.app.plugin.ChatbotParts;
import io.zaaky.app.smalltalk.SmallTalk;
import io.zaaky.app.smalltalk.SmallTalkDetector;
import io.zaaky.spi.ChatModel;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.EmbeddingModel;
import io.zaaky.spi.Lookup;
import io.zaaky.spi.MessageState;
import io.zaaky.spi.ModelCall;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Prompt;
import io.zaaky.spi.Reason;
import io.zaaky.spi.Retriever;
import io.zaaky.spi.StoredMessage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One chatbot: how it answers a question, top-down. Safe to call from many threads. */
public final class Chatbot implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Chatbot.class.getName());

    private final ChatbotSettings settings;
    private final ChatbotParts parts;
    private final Transcript transcript;
    private final ModelChain models;
    private final SmallTalkDetector smallTalk;
    private final Grounder grounder;
    private final PromptBuilder prompts;
    private final Budget budget;
    private final Endings endings;
    private final ChatMeters meters;
    private final Users users;
    private final Slots slots;
    private final Clock clock;

    /**
     * What all chatbots share.
     *
     * @param threads one virtual thread per task
     */
    public record Shared(
            ChatMeters meters,
            Clock clock,
            Ids ids,
            ExecutorService threads,
            Upstreams upstreams,
            LateSaves lateSaves,
            SmallTalk smallTalk,
            BudgetAlerts budgetAlerts) {

        /**
         * Makes the shared parts of one process.
         *
         * @param data the data directory
         */
        public static Shared of(
                ChatMeters meters, ExecutorService threads, Path data, Clock clock) {
            var elapsed = new MonotonicClock();
            return new Shared(
                    meters,
                    clock,
                    new Ids(new SecureRandom()),
                    threads,
                    new Upstreams(elapsed),
                    new LateSaves(meters, elapsed),
                    new SmallTalk(data, elapsed),
                    new BudgetAlerts());
        }
    }

    public Chatbot(ChatbotSettings settings, ChatbotParts parts, Shared shared) {
        this.settings = settings;
        this.parts = parts;
        Upstreams.Use upstreams = shared.upstreams().of(key(), parts.models());
        this.users =
                new Users(
                        () -> {
                            upstreams.close();
                            parts.close();
                        });
        this.slots = new Slots(settings.limits());
        this.transcript =
                new Transcript(
                        settings,
                        parts.store(),
                        users,
                        parts.recovery(),
                        shared.clock(),
                        shared.ids(),
                        shared.lateSaves());
        this.meters = shared.meters();
        this.endings = new Endings(key(), transcript, meters);
        this.clock = shared.clock();
        this.models = new ModelChain(upstreams.candidates(), new CountedCalls(meters, key()));
        this.smallTalk =
                shared.smallTalk()
                        .by(
                                parts.embedding(),
                                parts.embedding().source(),
                                work -> later(shared, work));
        this.grounder =
                new Grounder(
                        settings,
                        parts.retriever(),
                        smallTalk,
                        new FollowUpRewriter(models, settings.rewriteLimit(), shared.threads()),
                        shared.threads());
        this.prompts =
                new PromptBuilder(
                        settings.systemPrompt().orElseGet(() -> DefaultPrompt.of(settings)));
        this.budget =
                new Budget(
                        settings,
                        parts.store().budgets(),
                        models.all(),
                        new ForeseenCosts(settings, prompts, grounder),
                        shared,
                        work -> later(shared, work));
    }

    private void later(Shared shared, Runnable work) {
        try {
            shared.threads().execute(() -> whileOpen(work));
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "the server stops, and this is left out", e);
        }
    }

    public ChatbotSettings settings() {
        return settings;
    }

    public ChatbotKey key() {
        return settings.key();
    }

    /** The chatbot's slots. Take one before calling {@code answer}. */
    public Slots slots() {
        return slots;
    }

    /**
     * Whether a question that arrives now could be searched for in time. If not, too many questions
     * of its organisation wait.
     */
    public boolean hasRoom() {
        return parts.embedding().hasRoom();
    }

    /**
     * The chatbot's model and fallbacks, in the order in which they are tried. Calls no provider.
     */
    public List<ModelState> models() {
        return models.states();
    }

    /** Whether the last question was looked up in documents. Calls no backend. */
    public boolean hadDocuments() {
        return grounder.hadDocuments();
    }

    /** Whether {@code model} will be needed soon: for the first question, or for the documents. */
    public boolean needs(EmbeddingModel model) {
        return parts.embedding().isBy(model)
                && (settings.knowledge().hasSources() || grounder.hasDocuments());
    }

    public Transcript transcript() {
        return transcript;
    }

    /**
     * Prepares in the background to recognise small talk by its meaning. Without documents nothing
     * is refused, and recognition by words is enough.
     */
    public void prepareSmallTalk() {
        if (grounder.hasDocuments()) {
            smallTalk.prepare();
        }
    }

    public Retriever retriever() {
        return parts.retriever();
    }

    /**
     * Reserves what the answer to a question may cost. {@link #answer} or {@link Allowance#release}
     * ends the reservation.
     *
     * @return empty if the budget does not cover it, and no model is free
     */
    public Optional<Allowance> allow(Question question) {
        int history = settings.conversations().history();
        return budget.allow(
                question.text(), () -> transcript.recent(question.conversation(), history));
    }

    /** The time until a new day's budget begins. */
    public Duration untilNextBudget() {
        return budget.untilNextDay();
    }

    /** Triggers an update of the budget meters, in the background. */
    public void lookAtBudgets() {
        budget.changed();
    }

    /**
     * Answers a question on the calling thread, which {@code running} can interrupt. Every accepted
     * question ends here, with exactly one ending, and its ending is stored.
     *
     * @param allowance what the answer may cost; ends with the answer
     * @param lookedUp called when the documents have been searched, or never; must not throw
     * @param out takes each piece of text at once; must not throw
     */
    public Ending answer(
            Question question,
            RunningAnswer running,
            Allowance allowance,
            Runnable lookedUp,
            Consumer<String> out) {
        long start = System.nanoTime();
        Consumer<String> first =
                provider ->
                        meters.firstToken(
                                key(), provider, Duration.ofNanos(System.nanoTime() - start));
        Consumer<String> shielded =
                piece -> {
                    running.shield();
                    try {
                        out.accept(piece);
                    } finally {
                        running.unshield();
                    }
                };
        var draft = new Draft(shielded, first);
        var turn = new Turn(question, running, draft, new Expenses(clock, allowance));
        running.unshield();
        try {
            List<StoredMessage> history =
                    stage(ErrorCode.STORAGE_UNAVAILABLE, () -> transcript.open(question));
            turn.opened();
            if (!allowance.isKnown()) { // the store was unavailable a moment ago
                throw new AnswerFailure(
                        ErrorCode.STORAGE_UNAVAILABLE,
                        new PluginException(Reason.UNAVAILABLE, "the budget could not be asked"));
            }
            stage(ErrorCode.RETRIEVAL_UNAVAILABLE, () -> ground(turn, history));
            lookedUp.run();
            return endings.completed(turn, say(turn, history));
        } catch (AnswerFailure failure) {
            return endings.broken(turn, failure.code(), failure);
        } catch (RuntimeException | Error e) { // plugins may throw a LinkageError or other Error
            return endings.broken(turn, ErrorCode.INTERNAL, e);
        }
    }

    /**
     * Searches the documents for a question that begins a conversation, as {@link #answer} does,
     * but keeps the passages even if the verdict is none.
     *
     * @param most how many passages, 1 to 100
     */
    public Grounding search(String text, int most) {
        return grounder.search(text, most);
    }

    /**
     * Repeats an answer's search, to see what has changed since. Stores nothing and asks no model.
     */
    public Replay replay(Transcript.Asked asked) {
        List<String> queries =
                asked.answer().metadata().lookup().map(Lookup::queries).orElse(List.of());
        Grounding now = grounder.again(asked.question(), queries, asked.before());
        return Replay.of(asked, now, key(), retriever());
    }

    /** Finds questions in a time range that were not answered well, grouped by meaning. */
    public Gaps gaps(Instant from, Instant to) {
        return new GapFinder(parts.embedding(), text -> smallTalk.byWords(text).isPresent())
                .find(out -> transcript.archive().unanswered(key(), from, to, out));
    }

    private Grounding ground(Turn turn, List<StoredMessage> history) {
        long start = System.nanoTime();
        Grounding grounding = grounder.ground(turn.question(), history, turn.expenses());
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        meters.retrieved(key(), grounding.quality().verdict(), took);
        turn.grounded(grounding, took);
        return grounding;
    }

    private Said say(Turn turn, List<StoredMessage> history) {
        AnsweringSettings answering = settings.answering();
        switch (decide(answering, turn.grounding())) {
            case REFUSE -> {
                turn.draft().lead(answering.refusal());
                return Said.withoutModel(MessageState.REFUSED);
            }
            case CAUTION -> turn.draft().lead(answering.caution() + "\n\n");
            case ANSWER -> {}
        }
        Answered answered = ask(turn, history);
        turn.draft().ended();
        return Said.by(answered, turn.draft().cited());
    }

    private Answered ask(Turn turn, List<StoredMessage> history) {
        Question question = turn.question();
        try {
            return models.stream(
                    turn.expenses().allowance()::permits,
                    model -> turn.asks(model, prompt(model, turn, history)),
                    turn.draft(),
                    turn.expenses().book(ModelCall.Kind.ANSWER),
                    question.requestId());
        } catch (PluginException e) {
            throw AnswerFailure.provider(e);
        }
    }

    /** The whole prompt if the budget covers it; otherwise as much as was reserved for it. */
    private Prompt prompt(ChatModel model, Turn turn, List<StoredMessage> history) {
        String asked = turn.question().text();
        Allowance allowance = turn.expenses().allowance();
        Prompt whole = prompts.build(model, asked, turn.grounding(), history);
        return model.isFree() || allowance.covers(model, PromptBuilder.cost(model, whole))
                ? whole
                : prompts.build(
                        model, allowance.promptTokens(model), asked, turn.grounding(), history);
    }

    /** Without documents there is nothing to base an answer on, and no reason to refuse one. */
    private static Decision decide(AnsweringSettings answering, Grounding grounding) {
        if (grounding.smallTalk()) {
            return Decision.ANSWER;
        }
        if (!grounding.documents()) {
            return answering.refuseWithoutDocuments() ? Decision.REFUSE : Decision.ANSWER;
        }
        return switch (grounding.quality().verdict()) {
            case GOOD -> Decision.ANSWER;
            case WEAK -> answering.whenWeak();
            case NONE -> answering.whenNone();
        };
    }

    private static <T> T stage(ErrorCode code, Supplier<T> step) {
        try {
            return step.get();
        } catch (PluginException e) {
            throw new AnswerFailure(e.reason() == Reason.BROKEN ? ErrorCode.INTERNAL : code, e);
        }
    }

    /** Whether rebuilding from these settings and components would give an identical chatbot. */
    public boolean isLike(ChatbotSettings otherSettings, ChatbotParts otherParts) {
        return settings.equals(otherSettings) && parts.areThoseOf(otherParts);
    }

    /**
     * Keeps the components open until {@link #release}. False if they are already closed, because a
     * reload has replaced or removed this chatbot.
     */
    public boolean hold() {
        return users.enter();
    }

    /** Ends one {@link #hold}. */
    public void release() {
        users.leave();
    }

    /** Runs a task with the components open, unless they are already closed. */
    public void whileOpen(Runnable work) {
        if (hold()) {
            try {
                work.run();
            } finally {
                release();
            }
        }
    }

    /** Called once, by the owner. The components close after the last {@link #release}. */
    @Override
    public void close() {
        users.leave();
    }
}
