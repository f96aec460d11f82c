package io.zaaky.app.config;

import io.zaaky.app.config.ChatbotSettings.DemoRule;
import io.zaaky.spi.Settings;
import java.util.List;

/**
 * The {@code demo} node of an organisation: whether the demo page shows its chatbots, and which
 * ones.
 *
 * @param rule for the chatbots that it shows at all
 * @param chatbots ids; empty for all
 */
record DemoSettings(DemoRule rule, List<String> chatbots) {

    /**
     * @param known the ids of the organisation's chatbots
     */
    static DemoSettings from(Settings in, List<String> known) {
        List<String> chatbots = in.texts("chatbots");
        chatbots.stream()
                .filter(id -> !known.contains(id))
                .forEach(
                        id ->
                                in.problem(
                                        "chatbots",
                                        "there is no chatbot '" + id + "' in this organisation"));
        DemoRule unless = chatbots.isEmpty() ? DemoRule.ALONE : DemoRule.ALWAYS;
        DemoRule said = in.flag("enabled", true) ? DemoRule.ALWAYS : DemoRule.NEVER;
        return new DemoSettings(in.has("enabled") ? said : unless, chatbots);
    }

    DemoRule of(String chatbot) {
        return chatbots.isEmpty() || chatbots.contains(chatbot) ? rule : DemoRule.NEVER;
    }
}
