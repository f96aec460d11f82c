package io.zaaky.app.chat;

import io.zaaky.app.config.ChatbotSettings;
import io.zaaky.app.config.ChatbotSettings.QueryEnhancement;
import io.zaaky.spi.ChatModel;
import io.zaaky.spi.StoredMessage;
import java.util.List;

/** How long a chatbot's prompts will be, told before anything was searched. */
record ForeseenCosts(ChatbotSettings settings, PromptBuilder prompts, Grounder grounder)
        implements Budget.Costs {
    @Override
    public int prompt(ChatModel model, String asked, List<StoredMessage> history) {
        return prompts.foreseen(model, asked, history, hasDocuments() ? settings.topK() : 0);
    }

    @Override
    public int rewriting(ChatModel model, String asked, List<StoredMessage> history) {
        return settings.queryEnhancement() == QueryEnhancement.LLM && hasDocuments()
                ? FollowUpRewriter.foreseen(model, asked, history)
                : 0;
    }

    /** They may also have come since the last question; then the prompt is longer than foreseen. */
    private boolean hasDocuments() {
        return settings.knowledge().hasSources() || grounder.hadDocuments();
    }
}
