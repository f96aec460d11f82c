package io.zaaky.app.http;

import io.zaaky.app.chat.Chatbot;
import io.zaaky.app.config.AllowedOrigins;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The websites that any chatbot allows, for requests whose chatbot is not known yet. The set is
 * built once for the current chatbots. Safe to call from many threads.
 */
final class KnownOrigins {
    private volatile Known known = new Known(List.of(), AllowedOrigins.NONE);

    private record Known(List<Chatbot> of, AllowedOrigins origins) {}

    /** Whether a page of that origin may use one of the chatbots. */
    @SuppressWarnings("ReferenceEquality") // the list stays the same until the next reload
    boolean contains(List<Chatbot> chatbots, String origin) {
        Known now = known;
        if (now.of() != chatbots) {
            now = new Known(chatbots, together(chatbots));
            known = now;
        }
        return now.origins().contains(origin);
    }

    private static AllowedOrigins together(List<Chatbot> chatbots) {
        Set<String> all = new LinkedHashSet<>();
        chatbots.forEach(each -> all.addAll(each.settings().widget().allowedOrigins().all()));
        return AllowedOrigins.of(all);
    }
}
