package io.zaaky.llm.langchain4j;

import io.zaaky.spi.Settings;
import java.time.Duration;

/**
 * What YAML says of every chat model that asks a server.
 *
 * @param upstream where it is
 * @param model its name there
 * @param temperature how much chance there is in the answer, from 0 (none) to 2
 * @param maxTokens how many tokens an answer may have, at least 1
 * @param contextWindow how many tokens prompt and answer have together; those that are left for the
 *     prompt are at least 256
 * @param clocks how long things may take
 */
public record ChatSettings(
        Upstream upstream,
        String model,
        double temperature,
        int maxTokens,
        int contextWindow,
        Clocks clocks) {

    private static final int LEAST_PROMPT = 256;

    /**
     * Reads all but the two that are given, for which each provider has rules of its own.
     *
     * @param contextWindow the default, in tokens
     * @param firstToken the default of {@code first-token-timeout}
     */
    public static ChatSettings from(
            Settings in, Upstream upstream, String model, int contextWindow, Duration firstToken) {
        var settings =
                new ChatSettings(
                        upstream,
                        model,
                        in.decimal("temperature", 0.7, 0, 2),
                        in.integer("max-tokens", 500, 1, 1_000_000),
                        in.integer("context-window", contextWindow, 1, 100_000_000),
                        Clocks.forStream(in, firstToken));
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

    /** How many tokens the longest answer leaves for the prompt. */
    public int promptTokens() {
        return contextWindow - maxTokens;
    }
}
