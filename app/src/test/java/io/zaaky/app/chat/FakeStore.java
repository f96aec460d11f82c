package io.zaaky.app.chat;

import io.zaaky.spi.Budgets;
import io.zaaky.spi.Charge;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.ConversationArchive;
import io.zaaky.spi.ConversationKey;
import io.zaaky.spi.ConversationStore;
import io.zaaky.spi.Feedback;
import io.zaaky.spi.Ledger;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reservation;
import io.zaaky.spi.StoredMessage;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A store in memory that fails when a test says so, and counts the writes it was asked for. */
final class FakeStore implements ConversationStore {
    private final Map<ConversationKey, List<StoredMessage>> all = new HashMap<>();
    private Optional<PluginException> failure = Optional.empty();
    private Runnable onUpdate = () -> {};
    int updates;

    /** What came with the updates that worked. */
    final List<Charge> charges = new ArrayList<>();

    void failWith(PluginException e) {
        failure = Optional.of(e);
    }

    void work() {
        failure = Optional.empty();
    }

    /** Runs with each update, before it fails or works. */
    void onUpdate(Runnable task) {
        onUpdate = task;
    }

    private void fail() {
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    @Override
    public List<StoredMessage> append(
            ConversationKey key, List<StoredMessage> messages, int history) {
        fail();
        List<StoredMessage> before = recent(key, history);
        all.computeIfAbsent(key, _ -> new ArrayList<>()).addAll(messages);
        return before;
    }

    @Override
    public boolean update(ConversationKey key, StoredMessage message, Charge charge) {
        updates++;
        onUpdate.run();
        fail();
        List<StoredMessage> messages = all.getOrDefault(key, new ArrayList<>());
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i).id().equals(message.id())) {
                messages.set(i, message);
                charges.add(charge);
                return true;
            }
        }
        return false;
    }

    @Override
    public List<StoredMessage> recent(ConversationKey key, int limit) {
        fail();
        List<StoredMessage> messages = all.getOrDefault(key, List.of());
        return List.copyOf(messages.subList(Math.max(0, messages.size() - limit), messages.size()));
    }

    @Override
    public List<StoredMessage> upTo(ConversationKey key, String messageId, int limit) {
        List<StoredMessage> messages = recent(key, Integer.MAX_VALUE);
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i).id().equals(messageId)) {
                return messages.subList(Math.max(0, i + 1 - limit), i + 1);
            }
        }
        return List.of();
    }

    @Override
    public List<StoredMessage> upTo(ChatbotKey chatbot, String messageId, int limit) {
        return all.keySet().stream()
                .filter(key -> key.chatbot().equals(chatbot))
                .flatMap(key -> upTo(key, messageId, limit).stream())
                .toList();
    }

    @Override
    public boolean delete(ConversationKey key) {
        fail();
        return all.remove(key) != null;
    }

    @Override
    public int deleteBefore(ChatbotKey chatbot, Instant limit) {
        fail();
        return 0;
    }

    @Override
    public int closeRunning(ChatbotKey chatbot) {
        fail();
        return 0;
    }

    @Override
    public boolean rate(ConversationKey key, String messageId, Optional<Feedback> feedback) {
        throw notHere();
    }

    @Override
    public ConversationArchive archive() {
        throw notHere();
    }

    @Override
    public Ledger ledger() {
        throw notHere();
    }

    @Override
    public Budgets budgets() {
        return NO_BUDGETS;
    }

    private static final Budgets NO_BUDGETS =
            new Budgets() {
                @Override
                public Optional<Reservation> reserve(Request request) {
                    throw notHere();
                }

                @Override
                public void release(Reservation reservation) {
                    throw notHere();
                }

                @Override
                public Day day(ChatbotKey chatbot, LocalDate day) {
                    throw notHere();
                }

                @Override
                public Day day(String org, LocalDate day) {
                    throw notHere();
                }
            };

    private static AssertionError notHere() {
        return new AssertionError("this store keeps the way of a question and nothing else");
    }
}
