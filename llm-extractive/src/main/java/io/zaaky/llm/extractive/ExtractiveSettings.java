package io.zaaky.llm.extractive;

import io.zaaky.spi.Settings;
import java.time.Duration;
import java.util.List;

/**
 * @param maxTokens how many tokens an answer may have
 * @param pace the pause after each word; zero for none
 */
record ExtractiveSettings(int maxTokens, Duration pace) {

    /** Keys that every other model uses; they are accepted so that a provider can be swapped. */
    private static final List<String> TIMEOUTS =
            List.of("connect-timeout", "first-token-timeout", "idle-timeout", "total-timeout");

    static ExtractiveSettings from(Settings in) {
        in.text("model", "extractive");
        in.decimal("temperature", 0, 0, 2);
        TIMEOUTS.forEach(key -> in.duration(key, Duration.ZERO));
        return new ExtractiveSettings(
                in.integer("max-tokens", 500, 1, 100_000), in.duration("pace", Duration.ZERO));
    }
}
