package io.zaaky.app.http;

import io.zaaky.app.chat.Chatbot;
import java.util.List;

/**
 * Fills the demo page's template. It offers the chatbots of one organisation and tells nothing of
 * the others.
 */
final class DemoPage {
    private DemoPage() {}

    static String render(String template, Chatbot shown, List<Chatbot> all) {
        var options = new StringBuilder();
        for (Chatbot chatbot : all) {
            if (!chatbot.key().org().equals(shown.key().org())) {
                continue;
            }
            String selected = chatbot.key().equals(shown.key()) ? " selected" : "";
            options.append("<option value=\"")
                    .append(escape(chatbot.key().toString()))
                    .append('"')
                    .append(selected)
                    .append('>')
                    .append(escape(chatbot.settings().name()))
                    .append("</option>");
        }
        return template.replace("{{chatbot}}", escape(shown.key().toString()))
                .replace("{{title}}", escape(shown.settings().widget().title()))
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
