package io.zaaky.app;

import io.zaaky.app.config.Configuration.ChatbotNode;
import io.zaaky.app.plugin.ChatbotParts;
import io.zaaky.app.plugin.ChatbotParts.NamedModel;
import java.util.HashMap;
import java.util.Map;

/** Checks whether the budgets of a configuration can be enforced. */
final class BudgetChecks {
    private BudgetChecks() {}

    /** Reports those that cannot. */
    static void check(Map<ChatbotNode, ChatbotParts> all) {
        Map<String, Object> stores = new HashMap<>();
        all.forEach(
                (chatbot, parts) -> {
                    boolean ofOrganisation = chatbot.settings().organisation().budget().isLimited();
                    if (ofOrganisation || chatbot.settings().budget().isLimited()) {
                        checkModels(chatbot, parts);
                    }
                    if (parts.models().stream().allMatch(each -> each.model().isFree())) {
                        return; // nothing is counted
                    }
                    String org = chatbot.settings().key().org();
                    Object store = parts.recovery().place();
                    Object first = stores.putIfAbsent(org, store);
                    if (ofOrganisation && first != null && !first.equals(store)) {
                        chatbot.node()
                                .problem(
                                        "conversations",
                                        "the organisation has a budget, which is counted where the"
                                                + " conversations are: keep those of all its"
                                                + " chatbots in one data source");
                    }
                });
    }

    private static void checkModels(ChatbotNode chatbot, ChatbotParts parts) {
        for (NamedModel each : parts.models()) {
            if (!each.model().isFree() && each.model().maxTokens() == Integer.MAX_VALUE) {
                chatbot.node()
                        .problem(
                                "llm",
                                "there is a budget, but the provider "
                                        + each.provider()
                                        + " does not say how long an answer can be; use another"
                                        + " one, or no budget");
            }
        }
    }
}
