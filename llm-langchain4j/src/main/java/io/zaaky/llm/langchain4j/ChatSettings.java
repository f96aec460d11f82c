package io.zaaky.llm.langchain4j;

import io.zaaky.spi.Settings;
import java.time.Duration;

/**
 * The YAML settings that all chat models behind a server share.
 *
 * @param upstream where the server is
 * @param model the name of the model there
 * @param temperature the randomness of the answer, from 0 (none) to 2
 * @param maxTokens how many tokens an answer may have, at least 1
 * @param contextWindow how many tokens prompt and answer may have together; at least 256 are left
 *     for the prompt
 * @param clocks the timeouts
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
     * Reads all settings except the two that are passed, for which each provider has its own rules.
     *
     * @param contextWindow the default of {@code context-window}, in tokens
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

    /** How many tokens are left for the prompt if the answer has its full length. */
    public int promptTokens() {
        return contextWindow - maxTokens;
    }
}
