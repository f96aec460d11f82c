package io.zaaky.llm.ollama;

import io.zaaky.llm.langchain4j.Clocks;
import io.zaaky.llm.langchain4j.Upstream;
import io.zaaky.spi.Secret;
import io.zaaky.spi.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * What YAML says of a chat model.
 *
 * @param upstream where it is
 * @param model its name there
 * @param temperature how much chance there is in the answer
 * @param maxTokens how long an answer may be
 * @param contextWindow how many tokens prompt and answer have together
 * @param keepAlive how many seconds the model stays loaded after an answer; negative: for ever;
 *     empty: as the daemon was told
 * @param think whether a model that can think before it answers does so
 * @param clocks how long things may take; the first token may have to wait for the model to load
 */
record OllamaSettings(
        Upstream upstream,
        String model,
        double temperature,
        int maxTokens,
        int contextWindow,
        OptionalInt keepAlive,
        boolean think,
        Clocks clocks) {

    private static final URI LOCAL = URI.create("http://localhost:11434");
    private static final int LEAST_PROMPT = 256;
    private static final Clocks CLOCKS =
            new Clocks(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(300),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(10));

    static OllamaSettings from(Settings in) {
        var settings =
                new OllamaSettings(
                        upstream(in),
                        in.text("model"),
                        in.decimal("temperature", 0.7, 0, 2),
                        in.integer("max-tokens", 500, 1, 1_000_000),
                        in.integer("context-window", 4096, 1, 100_000_000),
                        keepAlive(in),
                        in.flag("think", false),
                        Clocks.from(in, CLOCKS));
        if (settings.promptTokens() < LEAST_PROMPT) {
            in.problem(
                    "context-window",
                    "leaves "
                            + settings.promptTokens()
                            + " tokens for the prompt besides max-tokens; at least "
                            + LEAST_PROMPT
                            + " are needed");
        }
        return settings;
    }

    int promptTokens() {
        return contextWindow - maxTokens;
    }

    /** Reads {@code base-url}. */
    static Upstream upstream(Settings in) {
        URI baseUrl = in.uri("base-url", LOCAL);
        if (baseUrl.getPath().matches(".*/(v1|api)/?")) {
            in.problem(
                    "base-url",
                    "is Ollama's address without a path, such as " + LOCAL + ", not " + baseUrl);
        }
        return new Upstream("ollama", baseUrl, Secret.NONE);
    }

    /** Reads {@code keep-alive}: a duration, or {@code -1} for ever. */
    static OptionalInt keepAlive(Settings in) {
        if (!in.has("keep-alive")) {
            return OptionalInt.empty();
        }
        if (in.text("keep-alive").equals("-1")) {
            return OptionalInt.of(-1);
        }
        long seconds = in.duration("keep-alive", Duration.ZERO).toSeconds();
        return OptionalInt.of((int) Math.min(seconds, Integer.MAX_VALUE));
    }
}
