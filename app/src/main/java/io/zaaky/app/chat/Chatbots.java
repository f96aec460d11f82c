package io.zaaky.app.chat;

import static java.util.stream.Collectors.groupingBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The chatbots of the configuration of the moment. Safe to call from many threads. */
public final class Chatbots implements AutoCloseable {
    private volatile Current current;

    private record Current(
            Map<String, Chatbot> byId, Map<String, List<Chatbot>> byTag, List<Chatbot> all) {}

    /**
     * Takes over the chatbots.
     *
     * @param chatbots at least one; the first is what a visitor sees who names none
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
     * The chatbot of that id, to look at; who wants to ask it, {@link #hold holds} it.
     *
     * @param id {@code ORG/CHATBOT}, as a client sent it
     */
    public Optional<Chatbot> find(String id) {
        return Optional.ofNullable(current.byId().get(id));
    }

    /** The chatbot whose message that is, if it is one of ours at all; to look at. */
    public Optional<Chatbot> ofMessage(String messageId) {
        return Ids.tagOf(messageId)
                .map(tag -> current.byTag().getOrDefault(tag, List.of()))
                .filter(all -> all.size() == 1) // of two with the same tag it is not told
                .map(List::getFirst);
    }

    /** The chatbot of that id, which stays open until {@link Chatbot#release}. */
    public Optional<Chatbot> hold(String id) {
        Optional<Chatbot> found = find(id);
        while (found.isPresent() && !found.get().hold()) {
            found = find(id); // it was replaced between the two calls
        }
        return found;
    }

    /** All of them, in order. The same list until they are replaced. */
    public List<Chatbot> all() {
        return current.all();
    }

    /**
     * From now on there are these. Called by one thread at a time.
     *
     * @return those that are there no longer, for the caller to close
     */
    public List<Chatbot> replace(List<Chatbot> next) {
        List<Chatbot> gone = all().stream().filter(old -> !next.contains(old)).toList();
        current = current(next);
        return gone;
    }

    /** Each closes when its last answer has ended. */
    @Override
    public void close() {
        replace(List.of()).forEach(Chatbot::close);
    }
}
