package io.zaaky.app.config;

import io.zaaky.spi.Settings;
import java.util.OptionalLong;

/**
 * The {@code budget} node of a chatbot or an organisation: the prompt and completion tokens that
 * models may use per UTC day.
 *
 * @param tokensPerDay empty if there is no limit
 * @param alertAt the percentage of it, 1 to 100, from which the log warns
 */
public record BudgetSettings(OptionalLong tokensPerDay, int alertAt) {

    static BudgetSettings from(Settings in) {
        return new BudgetSettings(
                in.has("tokens-per-day")
                        ? OptionalLong.of(in.integer("tokens-per-day", 1, 1, Integer.MAX_VALUE))
                        : OptionalLong.empty(),
                in.integer("alert-at", 80, 1, 100));
    }

    public boolean isLimited() {
        return tokensPerDay.isPresent();
    }
}
