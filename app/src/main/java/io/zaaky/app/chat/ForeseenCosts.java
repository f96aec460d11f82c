package io.zaaky.app.chat;

import io.zaaky.app.config.ChatbotSettings;
import io.zaaky.app.config.ChatbotSettings.QueryEnhancement;
import io.zaaky.spi.ChatModel;
import io.zaaky.spi.StoredMessage;
import java.util.List;

/** Estimates the length of a chatbot's prompts before anything was searched. */
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

    /**
     * Documents may also have arrived since the last question; the prompt is then longer than
     * expected.
     */
    private boolean hasDocuments() {
        return settings.knowledge().hasSources() || grounder.hadDocuments();
    }
}
