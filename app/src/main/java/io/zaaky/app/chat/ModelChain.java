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
 * for which the provider certainly did no work, is retried once if the model's budget allows it;
 * then the next model is asked. A model is skipped if its breaker is open or its server takes no
 * connections. If all fail, the last failure is thrown.
 */
final class ModelChain {
    private static final Logger LOG = System.getLogger(ModelChain.class.getName());
    private static final int ATTEMPTS = 2;

    private final List<Candidate> models;
    private final Calls calls;
    private final Pause pause;

    /** Receives the start and end of each call to a provider. */
    interface Calls {
        void began();

        void ended();

        /** A call was not made, because its model or server is in a pause. */
        void turnedAway(String provider);
    }

    /** Waits. */
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

    /** Receives the pieces of an answer. */
    interface Listener extends Consumer<String> {
        /** Announces the provider of the pieces that follow. Called before each attempt. */
        void from(String provider);

        /** The text received since then. */
        String said();
    }

    /**
     * A reply, and the model that gave it.
     *
     * @param prompt the prompt of the call
     */
    record Answered(NamedModel by, Prompt prompt, Reply reply) {}

    /** The models alone, in order. */
    List<ChatModel> all() {
        return models.stream().map(each -> each.named().model()).toList();
    }

    /** The states of all models, in order. */
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
     * @param allowed which models may be asked; the others are skipped
     * @param prompts builds a model's prompt, the same one each time; if it fails, that model
     *     counts as failed
     * @param book records each call
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
        } catch (RuntimeException | Error e) { // not the provider's fault: the call is charged
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

    /** Remembers whether text has passed, and whether an exception comes from the listener. */
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
