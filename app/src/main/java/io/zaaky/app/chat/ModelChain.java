package io.zaaky.app.chat;

import io.zaaky.app.chat.Expenses.Book;
import io.zaaky.app.chat.Upstreams.Candidate;
import io.zaaky.app.plugin.ChatbotParts.NamedModel;
import io.zaaky.spi.ChatModel;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Prompt;
import io.zaaky.spi.Reason;
import io.zaaky.spi.Reply;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The model and its fallbacks. As long as no text has been sent, a call that failed at once, and
 * for which the provider surely did no work, is made once more if the model's budget allows it, and
 * then the next model is asked. A model whose breaker is open, or whose server takes no
 * connections, is passed over. When all fail, the last failure leaves.
 */
final class ModelChain {
    private static final Logger LOG = System.getLogger(ModelChain.class.getName());
    private static final int ATTEMPTS = 2;

    private final List<Candidate> models;
    private final Calls calls;
    private final Pause pause;

    /** Told when a call to a provider begins and ends. */
    interface Calls {
        void began();

        void ended();

        /** A call was not made, because the model or its server is not asked for a while. */
        void turnedAway(String provider);
    }

    /** Lets time pass. */
    interface Pause {
        void of(Duration time) throws InterruptedException;
    }

    ModelChain(List<Candidate> models, Calls calls) {
        this(models, calls, Thread::sleep);
    }

    ModelChain(List<Candidate> models, Calls calls, Pause pause) {
        this.models = List.copyOf(models);
        this.calls = calls;
        this.pause = pause;
    }

    /** Takes the pieces of an answer. */
    interface Listener extends Consumer<String> {
        /** The pieces that follow come from this provider. Called before each attempt. */
        void from(String provider);

        /** What it has said since. */
        String said();
    }

    /**
     * A reply and who gave it.
     *
     * @param prompt what it was asked
     */
    record Answered(NamedModel by, Prompt prompt, Reply reply) {}

    /** The models alone, in their order. */
    List<ChatModel> all() {
        return models.stream().map(each -> each.named().model()).toList();
    }

    /** All of them, in their order. */
    List<ModelState> states() {
        return models.stream()
                .map(
                        each ->
                                new ModelState(
                                        each.named().provider(),
                                        each.named().model().model(),
                                        each.upstream().state() != BreakerState.CLOSED))
                .toList();
    }

    /**
     * Streams from the first model that answers.
     *
     * @param allowed which models may be asked; the others are passed over
     * @param prompts builds a model's prompt, the same one each time; a failure of it counts as
     *     that model's
     * @param book is told of each call
     */
    Answered stream(
            Predicate<ChatModel> allowed,
            Function<ChatModel, Prompt> prompts,
            Listener onText,
            Book book,
            String requestId) {
        var gate = new Gate(onText, book);
        PluginException last = new PluginException(Reason.BROKEN, "no model is configured");
        for (Candidate candidate : models) {
            if (!allowed.test(candidate.named().model())) {
                continue;
            }
            try {
                return attempts(candidate, prompts, gate, requestId);
            } catch (PluginException e) {
                last = e;
                if (gate.opened || e.reason() == Reason.CANCELLED) {
                    throw e;
                }
            }
        }
        throw last;
    }

    private Answered attempts(
            Candidate candidate, Function<ChatModel, Prompt> prompts, Gate gate, String requestId) {
        for (int attempt = 1; ; attempt++) {
            Upstream.Call call =
                    candidate
                            .upstream()
                            .admit()
                            .orElseThrow(() -> turnedAway(candidate, requestId));
            try (call) {
                Prompt prompt = prompts.apply(candidate.named().model());
                if (attempt == 1) {
                    candidate.upstream().firstAttempt();
                }
                return new Answered(
                        candidate.named(), prompt, call(candidate.named(), prompt, gate, call));
            } catch (PluginException e) {
                if (gate.opened || e.reason() == Reason.CANCELLED) {
                    throw e;
                }
                Optional<Duration> wait = attempt < ATTEMPTS ? call.again(e) : Optional.empty();
                LOG.log(
                        Level.WARNING,
                        "request {0}: provider {1} failed before its first token{2}: {3}",
                        requestId,
                        candidate.named().provider(),
                        wait.isPresent() ? " and is asked again" : "",
                        e.getMessage());
                await(wait.orElseThrow(() -> e));
            }
        }
    }

    private PluginException turnedAway(Candidate candidate, String requestId) {
        calls.turnedAway(candidate.named().provider());
        PluginException refusal = candidate.upstream().refusal();
        LOG.log(Level.DEBUG, "request {0}: {1}", requestId, refusal.getMessage());
        return refusal;
    }

    private Reply call(NamedModel named, Prompt prompt, Gate gate, Upstream.Call call) {
        gate.begin(named.provider(), call);
        Expenses.Call entry = gate.book.begin(named, prompt);
        calls.began();
        try {
            Reply reply = named.model().stream(prompt, gate);
            call.ended();
            entry.ended(reply, gate.onText.said());
            return reply;
        } catch (PluginException e) {
            if (!gate.speaking) {
                call.failed(e);
            }
            entry.failed(e, gate.onText.said());
            throw e;
        } catch (RuntimeException | Error e) { // not the provider's: it is charged with its answer
            entry.abandoned(gate.onText.said());
            throw e;
        } finally {
            calls.ended();
        }
    }

    private void await(Duration wait) {
        try {
            pause.of(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PluginException(Reason.CANCELLED, "cancelled while waiting to try again", e);
        }
    }

    /** Remembers whether text has passed, and whether it is the listener that throws. */
    private static final class Gate implements Consumer<String> {
        private final Listener onText;
        private final Book book;
        private Upstream.@Nullable Call call;
        private boolean opened;
        private boolean speaking;

        Gate(Listener onText, Book book) {
            this.onText = onText;
            this.book = book;
        }

        void begin(String provider, Upstream.Call next) {
            onText.from(provider);
            call = next;
        }

        @Override
        public void accept(String text) {
            if (!opened) {
                opened = true;
                if (call != null) {
                    call.spoke();
                }
            }
            speaking = true;
            onText.accept(text);
            speaking = false;
        }
    }
}
