package io.zaaky.app.chat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The chatbots of the running configuration. */
public final class Chatbots implements AutoCloseable {
    private final Map<String, Chatbot> byId = new LinkedHashMap<>();

    /**
     * Takes over the chatbots, which are closed with it.
     *
     * @param chatbots at least one; the first is what a visitor sees who names none
     */
    public Chatbots(List<Chatbot> chatbots) {
        chatbots.forEach(chatbot -> byId.put(chatbot.key().toString(), chatbot));
    }

    /**
     * The chatbot of that id.
     *
     * @param id {@code ORG/CHATBOT}, as a client sent it
     */
    public Optional<Chatbot> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** All of them, in order. */
    public List<Chatbot> all() {
        return List.copyOf(byId.values());
    }

    /** Called after the last answer has ended. */
    @Override
    public void close() {
        byId.values().forEach(Chatbot::close);
    }
}
