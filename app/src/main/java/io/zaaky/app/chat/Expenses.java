package io.zaaky.app.chat;

import io.zaaky.app.plugin.ChatbotParts.NamedModel;
import io.zaaky.spi.Charge;
import io.zaaky.spi.FinishReason;
import io.zaaky.spi.ModelCall;
import io.zaaky.spi.ModelCall.Kind;
import io.zaaky.spi.Outcome;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Prompt;
import io.zaaky.spi.PromptMessage;
import io.zaaky.spi.Reason;
import io.zaaky.spi.Reply;
import io.zaaky.spi.Reservation;
import io.zaaky.spi.Usage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The model calls made for one answer, and the cost of each. Safe to call from many threads: the
 * rewriting of a question runs on a separate thread.
 */
final class Expenses {
    private static final long MOST_BYTES_OF_A_CHAR = 3;
    private static final int MOST_PER_MESSAGE = 64;

    /** No answer is longer; a provider that reports more has miscounted. */
    private static final int MOST_COMPLETION = 1_000_000;

    private static final Logger LOG = System.getLogger(Expenses.class.getName());

    private final Clock clock;
    private final Allowance allowance;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Call> calls = new ArrayList<>(2);

    /**
     * @param allowance the allowance that the calls are paid from
     */
    Expenses(Clock clock, Allowance allowance) {
        this.clock = clock;
        this.allowance = allowance;
    }

    /** The allowance that the calls are paid from. */
    Allowance allowance() {
        return allowance;
    }

    /** Returns a book that records calls of that kind. */
    Book book(Kind kind) {
        return (by, prompt) -> begin(by, prompt, kind);
    }

    private Call begin(NamedModel by, Prompt prompt, Kind kind) {
        var call = new Call(clock.instant(), by, prompt, kind);
        lock.lock();
        try {
            calls.add(call);
        } finally {
            lock.unlock();
        }
        return call;
    }

    /**
     * The total charge, once the answer has ended. Calls without a recorded end, and calls
     * cancelled with the answer, get the answer's outcome.
     *
     * @param outcome of the answer
     */
    Charge charge(Outcome outcome) {
        lock.lock();
        try {
            List<Reservation> held = allowance.reservations();
            if (calls.isEmpty() && held.isEmpty()) {
                return Charge.NONE;
            }
            List<ModelCall> entries = new ArrayList<>(calls.size());
            long left = held.stream().mapToLong(Reservation::tokens).sum();
            for (Call call : calls) {
                ModelCall entry = call.entry(outcome);
                if (!held.isEmpty() && !call.by.model().isFree()) {
                    entry = paid(entry, held.getFirst(), left);
                    left -= tokens(entry.usage());
                }
                entries.add(entry);
            }
            return new Charge(entries, held);
        } finally {
            lock.unlock();
        }
    }

    /**
     * A call paid from a reservation. It never costs more than is left of the reservation, whatever
     * the provider reports: a budget is kept to the token.
     */
    private static ModelCall paid(ModelCall call, Reservation reservation, long left) {
        Usage told = call.usage();
        Usage usage = told;
        if (tokens(told) > left) {
            int completion = (int) Math.min(told.completionTokens(), left);
            int prompt = (int) Math.min(told.promptTokens(), left - completion);
            usage = new Usage(prompt, completion, true);
            LOG.log(
                    Level.WARNING,
                    "{0}: a call of {1} is said to have cost {2} tokens, but {3} were left of what"
                            + " was set aside for it: {3} are charged",
                    reservation.chatbot(),
                    call.model(),
                    tokens(told),
                    left);
        }
        return new ModelCall(
                call.at(),
                call.provider(),
                call.model(),
                usage,
                call.outcome(),
                call.kind(),
                false,
                Optional.of(reservation));
    }

    /** The cost of the answer itself: its last call, if there was one. */
    static Usage ofAnswer(Charge charge) {
        return last(charge).map(ModelCall::usage).orElse(Usage.NONE);
    }

    /** The last call made for the answer itself. */
    static Optional<ModelCall> last(Charge charge) {
        return charge.calls().stream()
                .filter(call -> call.kind() == Kind.ANSWER)
                .reduce((_, last) -> last);
    }

    /** The cost of all its calls. */
    static Usage sum(Charge charge) {
        Usage sum = Usage.NONE;
        for (ModelCall call : charge.calls()) {
            sum =
                    new Usage(
                            sum.promptTokens() + call.usage().promptTokens(),
                            sum.completionTokens() + call.usage().completionTokens(),
                            sum.estimated() || call.usage().estimated());
        }
        return sum;
    }

    private static long tokens(Usage usage) {
        return (long) usage.promptTokens() + usage.completionTokens();
    }

    /** Records calls of one kind. */
    interface Book {
        /** Records the start of a call. The call counts as made, however it ends. */
        Call begin(NamedModel by, Prompt prompt);
    }

    /** One call. */
    final class Call {
        private final Instant at;
        private final NamedModel by;
        private final Prompt prompt;
        private final Kind kind;
        private @Nullable Usage usage; // guarded by lock, like the outcome
        private @Nullable Outcome outcome;

        private Call(Instant at, NamedModel by, Prompt prompt, Kind kind) {
            this.at = at;
            this.by = by;
            this.prompt = prompt;
            this.kind = kind;
        }

        /** Records that the provider has finished. */
        void ended(Reply reply, String said) {
            end(credible(reply.usage(), said), outcome(reply.finish()));
        }

        /**
         * Records that the call failed or was cancelled.
         *
         * @param said what had been produced until then
         */
        void failed(PluginException failure, String said) {
            boolean worked = !said.isEmpty() || mayHaveWorked(failure);
            end(
                    worked ? estimate(said) : new Usage(0, 0, true),
                    failure.reason() == Reason.CANCELLED ? null : Outcome.FAILED);
        }

        /** Records that something other than the provider ended the call. */
        void abandoned(String said) {
            end(estimate(said), null);
        }

        private void end(Usage spent, @Nullable Outcome how) {
            lock.lock();
            try {
                usage = spent;
                outcome = how;
            } finally {
                lock.unlock();
            }
        }

        private ModelCall entry(Outcome otherwise) {
            return new ModelCall(
                    at,
                    by.provider(),
                    by.model().model(),
                    usage == null ? estimate("") : usage,
                    outcome == null ? otherwise : outcome,
                    kind,
                    by.model().isFree(),
                    Optional.empty());
        }

        /** An estimate of the tokens sent and received, for when the provider did not count. */
        private Usage estimate(String said) {
            return new Usage(read(), by.model().countTokens(said), true);
        }

        private int read() {
            return PromptBuilder.cost(by.model(), prompt);
        }

        /** A token has at least one byte, so a provider that counts more is mistaken. */
        private Usage credible(Usage told, String said) {
            boolean prompted = told.promptTokens() <= mostRead();
            boolean completed = told.completionTokens() <= MOST_COMPLETION;
            return prompted && completed
                    ? told
                    : new Usage(
                            prompted ? told.promptTokens() : read(),
                            completed ? told.completionTokens() : by.model().countTokens(said),
                            true);
        }

        private long mostRead() {
            long bytes = 0;
            for (PromptMessage message : prompt.messages()) {
                bytes += MOST_BYTES_OF_A_CHAR * message.text().length() + MOST_PER_MESSAGE;
            }
            return bytes;
        }
    }

    private static boolean mayHaveWorked(PluginException failure) {
        return switch (failure.reason()) {
            case RATE_LIMITED, UNAUTHORIZED, REJECTED -> false;
            case UNAVAILABLE, TIMED_OUT, CANCELLED, BROKEN -> !failure.isUnreachable();
        };
    }

    private static Outcome outcome(FinishReason finish) {
        return switch (finish) {
            case STOP -> Outcome.COMPLETE;
            case LENGTH -> Outcome.LENGTH;
            case REFUSED -> Outcome.REFUSED;
            case CONTENT_FILTER -> Outcome.CONTENT_FILTER;
        };
    }
}
