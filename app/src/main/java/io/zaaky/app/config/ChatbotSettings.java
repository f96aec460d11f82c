package io.zaaky.app.config;

import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.Settings;
import java.time.Duration;
import java.util.Optional;

/**
 * What YAML says about one chatbot, apart from its plugins' own nodes.
 *
 * @param orgName the organisation's name for people
 * @param organisation limits for all chatbots of the organisation together
 * @param name the chatbot's name for people
 * @param systemPrompt in the operator's words; empty for the built-in one
 * @param greeting shown before the first question; empty if none
 * @param queryEnhancement how follow-ups are searched for
 * @param rewriteLimit how long the model may take to rewrite a follow-up
 */
public record ChatbotSettings(
        ChatbotKey key,
        String orgName,
        OrganisationLimits organisation,
        DemoRule demo,
        String name,
        Optional<String> systemPrompt,
        String greeting,
        int topK,
        QueryEnhancement queryEnhancement,
        Duration rewriteLimit,
        AnsweringSettings answering,
        ConversationSettings conversations,
        SessionAcceptance sessions,
        IdentitySettings identity,
        StreamingSettings streaming,
        LimitSettings limits,
        BudgetSettings budget,
        WidgetSettings widget,
        KnowledgeSettings knowledge) {

    /** How a follow-up becomes a search. */
    public enum QueryEnhancement {
        OFF,
        /** By rules. */
        AUTO,
        /** By the model. */
        LLM
    }

    /** When the demo page shows a chatbot. */
    public enum DemoRule {
        ALWAYS,
        /** If there is no other organisation. */
        ALONE,
        NEVER
    }

    /** Which session ids are accepted from clients. */
    public enum SessionAcceptance {
        STRONG,
        ANY
    }

    /**
     * The {@code conversations} node.
     *
     * @param history messages before the question that the model sees
     * @param retention conversations are deleted this long after their last message
     */
    public record ConversationSettings(int history, Duration retention) {}

    static ChatbotSettings from(
            ChatbotKey key,
            String orgName,
            OrganisationLimits organisation,
            DemoRule demo,
            Settings in) {
        Settings conversations = in.child("conversations");
        return new ChatbotSettings(
                key,
                orgName,
                organisation,
                demo,
                in.text("name", key.chatbot()),
                in.optionalText("system-prompt"),
                in.text("greeting", ""),
                in.child("retrieval").integer("top-k", 5, 1, 100),
                in.child("query-enhancement").choice("mode", QueryEnhancement.AUTO),
                in.child("query-enhancement").duration("time-limit", Duration.ofSeconds(3)),
                AnsweringSettings.from(in.child("answering")),
                new ConversationSettings(
                        conversations.integer("history", 10, 0, 1000),
                        conversations.duration("retention", Duration.ofDays(30))),
                in.child("sessions").choice("accept", SessionAcceptance.STRONG),
                IdentitySettings.from(in.child("identity")),
                StreamingSettings.from(in.child("streaming")),
                LimitSettings.from(in.child("limits")),
                BudgetSettings.from(in.child("budget")),
                WidgetSettings.from(in.child("widget"), in.text("name", key.chatbot())),
                KnowledgeSettings.from(in.child("knowledge")));
    }
}
