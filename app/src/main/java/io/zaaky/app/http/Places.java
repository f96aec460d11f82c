package io.zaaky.app.http;

import io.zaaky.app.chat.Chatbot;
import io.zaaky.spi.ChatbotKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The stores that hold chatbots' conversations and costs. */
final class Places {
    private Places() {}

    /**
     * Returns one chatbot for each store, however many share it, so that no store is queried twice.
     * The chatbots stay open until the request has ended.
     *
     * @param which chatbots to include
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
