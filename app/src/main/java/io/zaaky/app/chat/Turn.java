package io.zaaky.app.chat;

import io.zaaky.app.chat.ModelChain.Answered;
import io.zaaky.spi.ChatModel;
import io.zaaky.spi.ContextQuality;
import io.zaaky.spi.FinishReason;
import io.zaaky.spi.MessageState;
import io.zaaky.spi.Prompt;
import io.zaaky.spi.Source;
import io.zaaky.spi.Timing;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One question under way, and its progress. Used only by the answer's thread. */
final class Turn {
    private final Question question;
    private final RunningAnswer running;
    private final Draft draft;
    private final Expenses expenses;
    private final long start = System.nanoTime();
    private Grounding grounding;
    private Optional<Duration> retrieval = Optional.empty();
    private @Nullable Asked asked;
    private boolean open;

    Turn(Question question, RunningAnswer running, Draft draft, Expenses expenses) {
        this.question = question;
        this.running = running;
        this.draft = draft;
        this.expenses = expenses;
        grounding = Grounding.without(question.text(), true, "The documents were not searched.");
    }

    /** What a model was asked. */
    private record Asked(ChatModel model, Prompt prompt) {}

    /** What was said and why it ended, before it is stored. */
    record Said(MessageState finish, List<Source> sources, String provider, String model) {

        /** A sentence of our own; no model was asked. */
        static Said withoutModel(MessageState finish) {
            return new Said(finish, List.of(), "", "");
        }

        static Said by(Answered answered, BitSet cited) {
            return new Said(
                    finish(answered.reply().finish()),
                    Sources.of(answered.prompt().passages(), cited),
                    answered.by().provider(),
                    answered.by().model().model());
        }

        private static MessageState finish(FinishReason reason) {
            return switch (reason) {
                case STOP -> MessageState.COMPLETE;
                case LENGTH -> MessageState.LENGTH;
                case REFUSED -> MessageState.REFUSED;
                case CONTENT_FILTER -> MessageState.CONTENT_FILTER;
            };
        }
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

    Expenses expenses() {
        return expenses;
    }

    /** Records that the question is stored, and must be closed. */
    void opened() {
        open = true;
    }

    boolean isOpen() {
        return open;
    }

    Grounding grounding() {
        return grounding;
    }

    void grounded(Grounding found, Duration took) {
        grounding = found;
        retrieval = Optional.of(took);
    }

    /** The search's quality; {@link ContextQuality#NONE} if there was no search. */
    ContextQuality quality() {
        return retrieval.isPresent() ? grounding.quality() : ContextQuality.NONE;
    }

    /** The times so far. */
    Timing timing() {
        OptionalLong first = draft.firstNanos();
        return new Timing(
                retrieval,
                first.isPresent()
                        ? Optional.of(Duration.ofNanos(first.getAsLong() - start))
                        : Optional.empty(),
                Optional.of(Duration.ofNanos(System.nanoTime() - start)));
    }

    /** Records that a model is asked this; the last call counts. */
    Prompt asks(ChatModel model, Prompt prompt) {
        asked = new Asked(model, prompt);
        draft.mayCite(
                grounding.documents()
                        ? Citations.of(prompt.passages().size())
                        : Citations.withoutDocuments());
        return prompt;
    }

    /** What had been said when the visitor stopped the answer. */
    Said stopped() {
        Asked last = asked;
        if (last == null) {
            return Said.withoutModel(MessageState.STOPPED);
        }
        return new Said(
                MessageState.STOPPED,
                Sources.of(last.prompt().passages(), draft.cited()),
                draft.provider(),
                last.model().model());
    }
}
