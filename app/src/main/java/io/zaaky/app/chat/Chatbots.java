package io.zaaky.app.chat;

import static java.util.stream.Collectors.groupingBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The chatbots of the current configuration. Safe to call from many threads. */
public final class Chatbots implements AutoCloseable {
    private volatile Current current;

    private record Current(
            Map<String, Chatbot> byId, Map<String, List<Chatbot>> byTag, List<Chatbot> all) {}

    /**
     * Takes over the chatbots.
     *
     * @param chatbots at least one; a visitor who names none gets the first
     */
    public Chatbots(List<Chatbot> chatbots) {
        this.current = current(chatbots);
    }

    private static Current current(List<Chatbot> chatbots) {
        Map<String, Chatbot> byId = new LinkedHashMap<>();
        chatbots.forEach(chatbot -> byId.put(chatbot.key().toString(), chatbot));
        Map<String, List<Chatbot>> byTag =
                byId.values().stream().collect(groupingBy(chatbot -> Ids.tag(chatbot.key())));
        return new Current(byId, byTag, List.copyOf(byId.values()));
    }

    /**
     * Finds the chatbot with that id, for inspection only; use {@link #hold} to ask it.
     *
     * @param id {@code ORG/CHATBOT}, as a client sent it
     */
    public Optional<Chatbot> find(String id) {
        return Optional.ofNullable(current.byId().get(id));
    }

    /**
     * Finds the chatbot that the message belongs to, for inspection only; empty if the id is not
     * one of ours.
     */
    public Optional<Chatbot> ofMessage(String messageId) {
        return Ids.tagOf(messageId)
                .map(tag -> current.byTag().getOrDefault(tag, List.of()))
                .filter(all -> all.size() == 1) // ambiguous if two share a tag
                .map(List::getFirst);
    }

    /** Finds the chatbot with that id, which stays open until {@link Chatbot#release}. */
    public Optional<Chatbot> hold(String id) {
        Optional<Chatbot> found = find(id);
        while (found.isPresent() && !found.get().hold()) {
            found = find(id); // replaced between the two calls
        }
        return found;
    }

    /** All chatbots, in order. Returns the same list until they are replaced. */
    public List<Chatbot> all() {
        return current.all();
    }

    /**
     * Replaces the chatbots. Called by one thread at a time.
     *
     * @return the chatbots that are gone, for the caller to close
     */
    public List<Chatbot> replace(List<Chatbot> next) {
        List<Chatbot> gone = all().stream().filter(old -> !next.contains(old)).toList();
        current = current(next);
        return gone;
    }

    /** Each chatbot closes when its last answer has ended. */
    @Override
    public void close() {
        replace(List.of()).forEach(Chatbot::close);
    }
}
