package io.zaaky.app.chat;

import io.zaaky.app.chat.ModelChain.Answered;
import io.zaaky.app.chat.RunningAnswer.Cancellation;
import io.zaaky.app.config.AnsweringSettings;
import io.zaaky.app.config.AnsweringSettings.Decision;
import io.zaaky.app.config.ChatbotSettings;
import io.zaaky.app.plugin.ChatbotParts;
import io.zaaky.spi.ChatModel;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.FinishReason;
import io.zaaky.spi.MessageState;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Prompt;
import io.zaaky.spi.PromptMessage;
import io.zaaky.spi.Reason;
import io.zaaky.spi.Retriever;
import io.zaaky.spi.Source;
import io.zaaky.spi.StoredMessage;
import io.zaaky.spi.StoredMessage.Metadata;
import io.zaaky.spi.Usage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One chatbot: the way of one question, top-down. Safe to call from many threads. */
public final class Chatbot implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Chatbot.class.getName());

    private final ChatbotSettings settings;
    private final ChatbotParts parts;
    private final Transcript transcript;
    private final ModelChain models;
    private final Grounder grounder;
    private final PromptBuilder prompts;
    private final ChatMeters meters;
    private final Users users;

    /**
     * What all chatbots share.
     *
     * @param threads one virtual thread a task
     */
    public record Shared(
            ChatMeters meters,
            Clock clock,
            Ids ids,
            ExecutorService threads,
            Upstreams upstreams,
            LateSaves lateSaves) {}

    public Chatbot(ChatbotSettings settings, ChatbotParts parts, Shared shared) {
        this.settings = settings;
        this.parts = parts;
        this.users = new Users(parts::close);
        this.transcript =
                new Transcript(
                        settings,
                        parts.store(),
                        parts.recovery(),
                        shared.clock(),
                        shared.ids(),
                        shared.lateSaves());
        this.meters = shared.meters();
        this.models =
                new ModelChain(
                        shared.upstreams().of(key(), parts.models()),
                        new CountedCalls(meters, key()));
        this.grounder =
                new Grounder(
                        settings,
                        parts.retriever(),
                        new FollowUpRewriter(models),
                        shared.threads());
        this.prompts =
                new PromptBuilder(
                        settings.systemPrompt().orElseGet(() -> DefaultPrompt.of(settings)));
    }

    public ChatbotSettings settings() {
        return settings;
    }

    public ChatbotKey key() {
        return settings.key();
    }

    public Transcript transcript() {
        return transcript;
    }

    public Retriever retriever() {
        return parts.retriever();
    }

    /**
     * Answers a question on the calling thread, which {@code running} can interrupt. Every accepted
     * question ends here, in exactly one ending, and is stored with how it ended.
     *
     * @param out takes each piece of text at once; must not throw
     */
    public Ending answer(Question question, RunningAnswer running, Consumer<String> out) {
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
        var turn = new Turn(question, running, new Draft(shielded, first));
        running.unshield();
        try {
            List<StoredMessage> history =
                    stage(ErrorCode.STORAGE_UNAVAILABLE, () -> transcript.open(question));
            turn.grounding =
                    stage(ErrorCode.RETRIEVAL_UNAVAILABLE, () -> ground(question, history));
            return conclude(turn, say(turn, history));
        } catch (AnswerFailure failure) {
            return broken(turn, failure.code(), failure);
        } catch (RuntimeException e) {
            return broken(turn, ErrorCode.INTERNAL, e);
        }
    }

    /** One question under way, and how far it has come. */
    private static final class Turn {
        private final Question question;
        private final RunningAnswer running;
        private final Draft draft;
        private Grounding grounding;
        private @Nullable Prompt prompt; // what the last model was asked
        private @Nullable ChatModel model; // that model

        Turn(Question question, RunningAnswer running, Draft draft) {
            this.question = question;
            this.running = running;
            this.draft = draft;
            grounding =
                    Grounding.without(
                            question.text(), true, false, "The documents were not searched.");
        }

        Question question() {
            return question;
        }

        RunningAnswer running() {
            return running;
        }

        Draft draft() {
            return draft;
        }
    }

    /** What was said and why it ended, before it is stored. */
    private record Said(
            MessageState finish,
            List<Source> sources,
            Usage usage,
            String provider,
            String model) {}

    private Grounding ground(Question question, List<StoredMessage> history) {
        long start = System.nanoTime();
        Grounding grounding = grounder.ground(question, history);
        meters.retrieved(key(), Duration.ofNanos(System.nanoTime() - start));
        return grounding;
    }

    private Said say(Turn turn, List<StoredMessage> history) {
        AnsweringSettings answering = settings.answering();
        switch (decide(answering, turn.grounding)) {
            case REFUSE -> {
                turn.draft().lead(answering.refusal());
                return new Said(MessageState.REFUSED, List.of(), Usage.NONE, "", "");
            }
            case CAUTION -> turn.draft().lead(answering.caution() + "\n\n");
            case ANSWER -> {}
        }
        Answered answered = ask(turn, history);
        return new Said(
                finish(answered.reply().finish()),
                Sources.of(answered.prompt().passages()),
                answered.reply().usage(),
                answered.by().provider(),
                answered.by().model().model());
    }

    private Answered ask(Turn turn, List<StoredMessage> history) {
        Question question = turn.question();
        try {
            return models.stream(
                    model -> {
                        Prompt prompt =
                                prompts.build(model, question.text(), turn.grounding, history);
                        turn.prompt = prompt;
                        turn.model = model;
                        return prompt;
                    },
                    turn.draft(),
                    question.requestId());
        } catch (PluginException e) {
            throw AnswerFailure.provider(e);
        }
    }

    /** Without any documents there is nothing to ground an answer in, and nothing to refuse for. */
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

    private static MessageState finish(FinishReason reason) {
        return switch (reason) {
            case STOP -> MessageState.COMPLETE;
            case LENGTH -> MessageState.LENGTH;
            case REFUSED -> MessageState.REFUSED;
            case CONTENT_FILTER -> MessageState.CONTENT_FILTER;
        };
    }

    /**
     * The answer is durable before {@code complete}; where the store fails now, it is delivered and
     * says so.
     */
    private Ending conclude(Turn turn, Said said) {
        var _ = turn.running().settle();
        String content = turn.draft().text();
        var metadata =
                new Metadata(
                        said.sources(),
                        turn.grounding.quality(),
                        said.usage(),
                        said.provider(),
                        said.model(),
                        "");
        boolean saved = transcript.close(turn.question(), content, said.finish(), metadata);
        measure(turn, said);
        return new Ending.Completed(
                new Answer(
                        content,
                        said.sources(),
                        turn.grounding.quality(),
                        said.usage(),
                        turn.question().conversation().session(),
                        turn.question().messageId(),
                        said.finish(),
                        said.provider(),
                        said.model(),
                        saved));
    }

    private void measure(Turn turn, Said said) {
        meters.ended(key(), outcome(said.finish()), said.usage());
        if (said.provider().isEmpty()) {
            return;
        }
        double seconds = turn.draft().seconds();
        int tokens = Math.max(said.usage().completionTokens(), turn.draft().pieces());
        if (seconds > 0 && tokens > 1) {
            meters.pace(key(), said.provider(), (tokens - 1) / seconds);
        }
    }

    private static String outcome(MessageState finish) {
        return finish.name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Something ended the answer before its end: somebody's wish, or a failure. */
    private Ending broken(Turn turn, ErrorCode code, Throwable cause) {
        Cancellation cancellation = turn.running().settle();
        if (cancellation == Cancellation.STOPPED) {
            return conclude(turn, stopped(turn));
        }
        return fail(turn, code, cancellation, cause);
    }

    /** What had been said when the visitor wanted no more of it. */
    private static Said stopped(Turn turn) {
        Prompt prompt = turn.prompt;
        ChatModel model = turn.model;
        if (prompt == null || model == null) {
            return new Said(MessageState.STOPPED, List.of(), Usage.NONE, "", "");
        }
        int asked = 0;
        for (PromptMessage message : prompt.messages()) {
            asked += model.countTokens(message.text());
        }
        return new Said(
                MessageState.STOPPED,
                Sources.of(prompt.passages()),
                new Usage(asked, model.countTokens(turn.draft().text()), true),
                turn.draft().provider(),
                model.model());
    }

    private Ending fail(
            Turn turn, ErrorCode code, @Nullable Cancellation cancellation, Throwable cause) {
        Question question = turn.question();
        ErrorCode told = cancellation == Cancellation.SHUTDOWN ? ErrorCode.SHUTTING_DOWN : code;
        boolean left = cancellation == Cancellation.LEFT;
        log(question, told, cancellation, cause);
        String content = turn.draft().text();
        MessageState state = content.isEmpty() ? MessageState.FAILED : MessageState.INCOMPLETE;
        var metadata =
                new Metadata(
                        List.of(),
                        Metadata.NONE.contextQuality(),
                        Usage.NONE,
                        "",
                        "",
                        left ? "" : told.code());
        if (code != ErrorCode.STORAGE_UNAVAILABLE || cancellation != null) {
            var _ = transcript.close(question, content, state, metadata);
        }
        var spent = new Usage(0, turn.draft().pieces(), true);
        meters.ended(key(), left ? "left" : "failed", spent);
        if (left) {
            return new Ending.Left();
        }
        meters.failed(key(), told);
        return new Ending.Failed(told);
    }

    private void log(
            Question question,
            ErrorCode code,
            @Nullable Cancellation cancellation,
            Throwable cause) {
        if (cancellation != null) {
            LOG.log(
                    Level.INFO,
                    "request {0}: {1}: answer ended early: {2}",
                    question.requestId(),
                    key(),
                    cancellation);
        } else if (code == ErrorCode.INTERNAL) {
            LOG.log(
                    Level.ERROR,
                    "request " + question.requestId() + ": " + key() + ": " + code.code(),
                    cause);
        } else {
            String why =
                    String.valueOf(
                            cause.getCause() == null
                                    ? cause.getMessage()
                                    : cause.getCause().getMessage());
            LOG.log(
                    Level.WARNING,
                    "request {0}: {1}: {2}: {3}",
                    question.requestId(),
                    key(),
                    code.code(),
                    why);
        }
    }

    private static <T> T stage(ErrorCode code, Supplier<T> step) {
        try {
            return step.get();
        } catch (PluginException e) {
            throw new AnswerFailure(e.reason() == Reason.BROKEN ? ErrorCode.INTERNAL : code, e);
        }
    }

    /** Whether it would be no other with these settings and these components. */
    public boolean isLike(ChatbotSettings otherSettings, ChatbotParts otherParts) {
        return settings.equals(otherSettings) && parts.areThoseOf(otherParts);
    }

    /**
     * Keeps its components open until {@link #release}. False if they are closed already: then a
     * reload has put another chatbot into its place, or taken it away.
     */
    public boolean hold() {
        return users.enter();
    }

    /** Ends one {@link #hold}. */
    public void release() {
        users.leave();
    }

    /** Runs something with its components open, unless they are closed already. */
    public void whileOpen(Runnable work) {
        if (hold()) {
            try {
                work.run();
            } finally {
                release();
            }
        }
    }

    /** Called once, by its owner. The components close after the last {@link #release}. */
    @Override
    public void close() {
        users.leave();
    }
}
