package io.zaaky.app.doctor;

import io.zaaky.spi.ChatModel;
import io.zaaky.spi.EmbeddingModel;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Prompt;
import io.zaaky.spi.Purpose;
import io.zaaky.spi.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Checks a model of chatbots: whether it is available, and a call that costs a few tokens. */
public final class ModelChecks {
    private static final String QUESTION = "Say yes.";
    private static final Duration SLOW = Duration.ofSeconds(5);

    private final String name;
    private final ChatModel model;
    private final boolean smallByDefault;
    private volatile boolean there;

    /**
     * @param smallByDefault whether its context window is the provider's small default because
     *     nobody has set one
     */
    public ModelChecks(String name, ChatModel model, boolean smallByDefault) {
        this.name = name;
        this.model = model;
        this.smallByDefault = smallByDefault;
    }

    public Check chat() {
        return new Check(name, this::look, this::late);
    }

    private Finding late(Duration limit) {
        return there
                ? Finding.warn(
                        name,
                        "the model is there, but no text came within " + limit.toSeconds() + " s",
                        "try again: it may have had to be loaded (Ollama: keep-alive)")
                : Check.silent(name, limit);
    }

    /** Ends the call as soon as the first text has arrived. */
    @SuppressWarnings("serial") // never serialised
    private static final class Enough extends RuntimeException {
        Enough() {
            super("", null, false, false);
        }
    }

    private List<Finding> look() {
        List<Finding> found = new ArrayList<>();
        long began = System.nanoTime();
        try {
            model.check();
            there = true;
            began = System.nanoTime();
            var _ =
                    model.stream(
                            Prompt.of(QUESTION),
                            _ -> {
                                throw new Enough();
                            });
            found.add(spoke(name, began));
        } catch (Enough e) {
            found.add(spoke(name, began));
        } catch (PluginException e) {
            found.add(Finding.fail(name, String.valueOf(e.getMessage()), advice(e.reason())));
        }
        int most = model.promptTokens();
        if (smallByDefault) {
            found.add(
                    Finding.warn(
                            name,
                            "its prompt may have "
                                    + most
                                    + " tokens, by the small default of its"
                                    + " context window",
                            "set llm.context-window to what the model and the memory of its server"
                                    + " can take, such as 8192"));
        } else if (most != Integer.MAX_VALUE) {
            found.add(Finding.ok(name, "its prompt may have " + most + " tokens"));
        }
        return found;
    }

    private static Finding spoke(String name, long began) {
        var took = Duration.ofNanos(System.nanoTime() - began);
        String seen = "the first text after " + took.toMillis() + " ms";
        return took.compareTo(SLOW) > 0
                ? Finding.warn(
                        name,
                        seen,
                        "visitors wait as long; a model that had to be loaded is quicker next time"
                                + " (Ollama: keep-alive)")
                : Finding.ok(name, seen);
    }

    public static List<Finding> embedding(String name, EmbeddingModel model) {
        try {
            model.check();
            long began = System.nanoTime();
            int numbers = model.embed(List.of(QUESTION), Purpose.QUERY).getFirst().length;
            long took = System.nanoTime() - began;
            return List.of(
                    Finding.ok(name, numbers + " numbers after " + took / 1_000_000 + " ms"));
        } catch (PluginException e) {
            return List.of(Finding.fail(name, String.valueOf(e.getMessage()), advice(e.reason())));
        }
    }

    private static String advice(Reason reason) {
        return switch (reason) {
            case UNAVAILABLE -> "start its server, or put base-url right";
            case TIMED_OUT -> "find out why its server is so slow";
            case RATE_LIMITED -> "ask for a higher rate, or name a fallback";
            case UNAUTHORIZED -> "put its api-key right";
            case REJECTED -> "put model, base-url or api-key right";
            case CANCELLED, BROKEN -> "see the words";
        };
    }
}
