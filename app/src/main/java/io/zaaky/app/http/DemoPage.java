package io.zaaky.app.http;

import io.zaaky.app.chat.Chatbot;
import io.zaaky.app.config.ChatbotSettings;
import java.util.List;
import java.util.Optional;

/**
 * The demo page: selects the chatbots to show and fills the template. It offers the chatbots of one
 * organisation and reveals nothing about the others.
 */
final class DemoPage {
    private DemoPage() {}

    /** The chatbots that may be shown, in order. */
    static List<Chatbot> shown(List<Chatbot> all) {
        long organisations = all.stream().map(chatbot -> chatbot.key().org()).distinct().count();
        return all.stream().filter(each -> isShown(each.settings(), organisations == 1)).toList();
    }

    private static boolean isShown(ChatbotSettings chatbot, boolean alone) {
        return switch (chatbot.demo()) {
            case ALWAYS -> true;
            case ALONE -> alone;
            case NEVER -> false;
        };
    }

    /**
     * Chooses the chatbot to show.
     *
     * @param id as the visitor sent it; if empty, the first chatbot is chosen
     */
    static Chatbot choose(List<Chatbot> shown, Optional<String> id) {
        if (shown.isEmpty()) {
            throw none();
        }
        return shown.stream()
                .filter(each -> id.isEmpty() || each.key().toString().equals(id.get()))
                .findFirst()
                .orElseThrow(
                        () ->
                                new Refusal(
                                        ApiError.UNKNOWN_CHATBOT,
                                        "There is no such chatbot here."));
    }

    static Refusal none() {
        return new Refusal(ApiError.NOT_FOUND, "There is no demo page.");
    }

    static String render(String template, Chatbot chosen, List<Chatbot> shown) {
        var options = new StringBuilder();
        for (Chatbot chatbot : shown) {
            if (!chatbot.key().org().equals(chosen.key().org())) {
                continue;
            }
            String selected = chatbot.key().equals(chosen.key()) ? " selected" : "";
            options.append("<option value=\"")
                    .append(escape(chatbot.key().toString()))
                    .append('"')
                    .append(selected)
                    .append('>')
                    .append(escape(chatbot.settings().name()))
                    .append("</option>");
        }
        return template.replace("{{chatbot}}", escape(chosen.key().toString()))
                .replace("{{title}}", escape(chosen.settings().widget().title()))
                .replace("{{options}}", options);
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
