package io.zaaky.app.chat;

import io.zaaky.app.chat.RunningAnswer.Cancellation;
import io.zaaky.app.chat.Turn.Said;
import io.zaaky.spi.Charge;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.MessageState;
import io.zaaky.spi.ModelCall;
import io.zaaky.spi.Outcome;
import io.zaaky.spi.StoredMessage.Metadata;
import io.zaaky.spi.Usage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Ends a chatbot's answers: stores, charges and counts them, and decides what the visitor is told.
 * Safe to call from many threads.
 */
final class Endings {
    private static final Logger LOG = System.getLogger(Endings.class.getName());

    private final ChatbotKey key;
    private final Transcript transcript;
    private final ChatMeters meters;

    Endings(ChatbotKey key, Transcript transcript, ChatMeters meters) {
        this.key = key;
        this.transcript = transcript;
        this.meters = meters;
    }

    /**
     * Ends an answer normally. The answer is durable before {@code complete} is sent. If the store
     * fails at this point, the answer is delivered and says so.
     */
    Ending completed(Turn turn, Said said) {
        var _ = turn.running().settle();
        String content = turn.draft().text();
        Charge charge = charge(turn, Outcome.of(said.finish(), ""));
        Usage usage = Expenses.ofAnswer(charge);
        var metadata =
                new Metadata(
                        said.sources(),
                        turn.quality(),
                        usage,
                        said.provider(),
                        said.model(),
                        "",
                        Optional.of(turn.grounding().lookup()),
                        turn.timing());
        boolean saved = transcript.close(turn.question(), content, said.finish(), metadata, charge);
        turn.expenses().allowance().settled();
        meters.ended(key, outcome(said.finish()), Expenses.sum(charge));
        measurePace(turn, said, usage);
        return new Ending.Completed(
                new Answer(
                        content,
                        said.sources(),
                        turn.grounding().quality(),
                        usage,
                        turn.question().session(),
                        turn.question().messageId(),
                        said.finish(),
                        said.provider(),
                        said.model(),
                        saved));
    }

    /** The ledger entries for an answer with that outcome. */
    private static Charge charge(Turn turn, Optional<Outcome> outcome) {
        return turn.expenses().charge(outcome.orElseThrow());
    }

    private void measurePace(Turn turn, Said said, Usage usage) {
        if (said.provider().isEmpty()) {
            return;
        }
        double seconds = turn.draft().seconds();
        int tokens = Math.max(usage.completionTokens(), turn.draft().pieces());
        if (seconds > 0 && tokens > 1) {
            meters.pace(key, said.provider(), (tokens - 1) / seconds);
        }
    }

    private static String outcome(MessageState finish) {
        return finish.name().toLowerCase(Locale.ROOT);
    }

    /** Ends an answer that was cut short by a cancellation or a failure. */
    Ending broken(Turn turn, ErrorCode code, Throwable cause) {
        Cancellation cancellation = turn.running().settle();
        if (cancellation == Cancellation.STOPPED) {
            return completed(turn, turn.stopped());
        }
        return fail(turn, code, cancellation, cause);
    }

    private Ending fail(
            Turn turn, ErrorCode code, @Nullable Cancellation cancellation, Throwable cause) {
        Question question = turn.question();
        ErrorCode told = cancellation == Cancellation.SHUTDOWN ? ErrorCode.SHUTTING_DOWN : code;
        boolean left = cancellation == Cancellation.LEFT;
        log(question, told, cancellation, cause);
        String content = turn.draft().text();
        MessageState state = content.isEmpty() ? MessageState.FAILED : MessageState.INCOMPLETE;
        String errorCode = left ? "" : told.code();
        Charge charge = charge(turn, Outcome.of(state, errorCode));
        Optional<ModelCall> asked = Expenses.last(charge);
        var metadata =
                new Metadata(
                        List.of(),
                        turn.quality(),
                        Expenses.ofAnswer(charge),
                        asked.map(ModelCall::provider).orElse(""),
                        asked.map(ModelCall::model).orElse(""),
                        errorCode,
                        Optional.of(turn.grounding().lookup()),
                        turn.timing());
        if (turn.isOpen() || cancellation != null) {
            var _ = transcript.close(question, content, state, metadata, charge);
            turn.expenses().allowance().settled();
        } else {
            turn.expenses().allowance().release();
        }
        meters.ended(key, left ? "left" : "failed", Expenses.sum(charge));
        if (left) {
            return new Ending.Left();
        }
        meters.failed(key, told);
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
                    key,
                    cancellation);
        } else if (code == ErrorCode.INTERNAL) {
            LOG.log(
                    Level.ERROR,
                    "request " + question.requestId() + ": " + key + ": " + code.code(),
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
                    key,
                    code.code(),
                    why);
        }
    }
}
