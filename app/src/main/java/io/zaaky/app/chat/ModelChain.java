package io.zaaky.app.chat;

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
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The model and its fallbacks. As long as no text has been sent, a failure that the provider surely
 * did no work for is tried once more, and then the next model is asked. When all fail, the last
 * failure leaves.
 */
final class ModelChain {
    private static final Logger LOG = System.getLogger(ModelChain.class.getName());
    private static final int ATTEMPTS = 2;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final Duration JITTER = Duration.ofMillis(250);

    private final List<NamedModel> models;
    private final Calls calls;

    /** Told when a call to a provider begins and ends. */
    interface Calls {
        void began();

        void ended();
    }

    ModelChain(List<NamedModel> models, Calls calls) {
        this.models = List.copyOf(models);
        this.calls = calls;
    }

    /** Takes the pieces of an answer. */
    interface Listener extends Consumer<String> {
        /** The pieces that follow come from this provider. Called before each attempt. */
        void from(String provider);
    }

    /**
     * A reply and who gave it.
     *
     * @param prompt what it was asked
     */
    record Answered(NamedModel by, Prompt prompt, Reply reply) {}

    /** The first choice. */
    NamedModel first() {
        return models.getFirst();
    }

    /**
     * Streams from the first model that answers.
     *
     * @param prompts builds a model's prompt; a failure of it counts as that model's
     */
    Answered stream(Function<ChatModel, Prompt> prompts, Listener onText, String requestId) {
        var gate = new Gate(onText);
        PluginException last = new PluginException(Reason.BROKEN, "no model is configured");
        for (NamedModel candidate : models) {
            try {
                Prompt prompt = prompts.apply(candidate.model());
                return new Answered(
                        candidate, prompt, attempts(candidate, prompt, gate, requestId));
            } catch (PluginException e) {
                last = e;
                if (gate.opened || e.reason() == Reason.CANCELLED) {
                    throw e;
                }
                LOG.log(
                        Level.WARNING,
                        "request {0}: provider {1} failed before its first token: {2}",
                        requestId,
                        candidate.provider(),
                        e.getMessage());
            }
        }
        throw last;
    }

    private Reply attempts(NamedModel candidate, Prompt prompt, Gate gate, String requestId) {
        for (int attempt = 1; ; attempt++) {
            gate.onText.from(candidate.provider());
            calls.began();
            try {
                return candidate.model().stream(prompt, gate);
            } catch (PluginException e) {
                Optional<Duration> wait =
                        e.retryAfter().filter(asked -> asked.compareTo(LONGEST_WAIT) <= 0);
                if (gate.opened || attempt == ATTEMPTS || wait.isEmpty()) {
                    throw e;
                }
                LOG.log(
                        Level.INFO,
                        "request {0}: trying provider {1} again: {2}",
                        requestId,
                        candidate.provider(),
                        e.getMessage());
                pause(wait.get());
            } finally {
                calls.ended();
            }
        }
    }

    private static void pause(Duration wait) {
        try {
            Thread.sleep(wait.plusMillis(ThreadLocalRandom.current().nextLong(JITTER.toMillis())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PluginException(Reason.CANCELLED, "cancelled while waiting to try again", e);
        }
    }

    /** Remembers whether text has passed. */
    private static final class Gate implements Consumer<String> {
        private final Listener onText;
        private boolean opened;

        Gate(Listener onText) {
            this.onText = onText;
        }

        @Override
        public void accept(String text) {
            opened = true;
            onText.accept(text);
        }
    }
}
