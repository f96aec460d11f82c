package io.zaaky.app.http;

import io.zaaky.app.chat.Chatbot;
import io.zaaky.spi.ChatbotKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Where chatbots keep their conversations, and what these have cost. */
final class Places {
    private Places() {}

    /**
     * One chatbot for each place, however many share it, so that none is asked twice. They stay
     * open until the request has ended.
     *
     * @param which chatbots count
     */
    static List<Chatbot> of(Exchange exchange, Predicate<ChatbotKey> which) {
        Map<Object, Chatbot> places = new LinkedHashMap<>();
        for (Chatbot each : exchange.services().chatbots().all()) {
            if (which.test(each.key()) && !places.containsKey(each.transcript().place())) {
                exchange.services()
                        .chatbots()
                        .hold(each.key().toString())
                        .ifPresent(
                                held -> {
                                    exchange.held().add(held);
                                    places.putIfAbsent(held.transcript().place(), held);
                                });
            }
        }
        return List.copyOf(places.values());
    }
}
