package io.zaaky.app.chat;

import io.zaaky.spi.Charge;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.ConversationKey;
import io.zaaky.spi.ConversationStore;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Source;
import io.zaaky.spi.StoredMessage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Keeps in memory the answers whose last write failed, and writes them when their store is
 * available again. The store stays open until then, even across a reload. Writing an answer twice
 * does no harm; an answer whose conversation was deleted in the meantime loses its text. Safe to
 * call from many threads.
 */
public final class LateSaves {
    private static final Logger LOG = System.getLogger(LateSaves.class.getName());

    private final Limits limits;
    private final ChatMeters meters;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<String, Unsaved> waiting = new LinkedHashMap<>(); // guarded by lock
    private long characters; // of all waiting answers; guarded by lock

    /**
     * How much is kept. Beyond that, the organisation with the largest share loses its oldest
     * answer.
     *
     * @param characters of the answers and their sources
     * @param atTheEnd how long the last try may take
     */
    record Limits(int answers, long characters, Duration atTheEnd) {
        static final Limits STANDARD = new Limits(1000, 8_000_000, Duration.ofSeconds(5));
    }

    /**
     * An answer and where it belongs.
     *
     * @param release lets go of the store, which stays open until then; called once
     */
    record Unsaved(
            ConversationStore store,
            ConversationKey conversation,
            StoredMessage message,
            Charge charge,
            String requestId,
            Runnable release) {

        ChatbotKey chatbot() {
            return conversation.chatbot();
        }

        private Unsaved withoutText() {
            var nothing =
                    new StoredMessage(
                            message.id(),
                            message.role(),
                            "",
                            message.state(),
                            message.createdAt(),
                            StoredMessage.Metadata.NONE);
            return new Unsaved(store, conversation, nothing, charge, requestId, release);
        }

        private long characters() {
            long sum = message.content().length();
            for (Source source : message.metadata().sources()) {
                sum += source.id().length() + source.title().length();
                sum += source.url().length() + source.snippet().length();
            }
            return sum;
        }
    }

    /**
     * @param clock must never be set back
     */
    public LateSaves(ChatMeters meters, Clock clock) {
        this(Limits.STANDARD, meters, clock);
    }

    LateSaves(Limits limits, ChatMeters meters, Clock clock) {
        this.limits = limits;
        this.meters = meters;
        this.clock = clock;
    }

    /** Adds an answer. */
    void keep(Unsaved unsaved) {
        meters.unsaved(unsaved.chatbot());
        for (Unsaved dropped : add(unsaved)) {
            LOG.log(
                    Level.ERROR,
                    "request {0}: {1}: the answer is given up, as too many wait to be saved",
                    dropped.requestId(),
                    dropped.chatbot());
            dropped.release().run();
        }
    }

    /**
     * Returns the answers that must be given up for it. An answer ends once, so it is added once.
     */
    private List<Unsaved> add(Unsaved unsaved) {
        List<Unsaved> dropped = new ArrayList<>();
        lock.lock();
        try {
            waiting.put(unsaved.message().id(), unsaved);
            characters += unsaved.characters();
            while (waiting.size() > limits.answers() || characters > limits.characters()) {
                Unsaved oldest = oldestOfTheLargest();
                waiting.remove(oldest.message().id());
                characters -= oldest.characters();
                dropped.add(oldest);
            }
        } finally {
            lock.unlock();
        }
        return dropped;
    }

    /**
     * An organisation with many failed saves loses its own answers, not those of others. Called
     * under the lock.
     */
    private Unsaved oldestOfTheLargest() {
        Map<String, Double> shares = new HashMap<>();
        waiting.values().forEach(each -> shares.merge(org(each), share(each), Double::sum));
        String largest = Collections.max(shares.entrySet(), Map.Entry.comparingByValue()).getKey();
        return waiting.values().stream()
                .filter(each -> org(each).equals(largest))
                .findFirst()
                .orElseThrow();
    }

    private static String org(Unsaved each) {
        return each.chatbot().org();
    }

    /** The answer's share of the limits. */
    private double share(Unsaved each) {
        return 1.0 / limits.answers() + (double) each.characters() / limits.characters();
    }

    /** Tries each answer once; a store that is still unavailable is tried only once. */
    void tryAgain() {
        round(Instant.MAX);
    }

    /** Tries each answer once more before the process ends, and gives up those that are left. */
    void lastTry() {
        round(clock.instant().plus(limits.atTheEnd()));
        List<Unsaved> left = snapshot();
        if (!left.isEmpty()) {
            LOG.log(Level.ERROR, "{0} answers could not be saved and are lost", left.size());
        }
        left.forEach(this::remove);
    }

    private void round(Instant until) {
        Set<ConversationStore> away = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Unsaved each : snapshot()) {
            if (clock.instant().isAfter(until)) {
                return;
            }
            if (!away.contains(each.store()) && !settle(each)) {
                away.add(each.store());
            }
        }
    }

    /** False if the store is unavailable. */
    private boolean settle(Unsaved each) {
        try {
            boolean there = each.store().update(each.conversation(), each.message(), each.charge());
            remove(each);
            if (there) {
                meters.savedLate(each.chatbot());
                LOG.log(
                        Level.INFO,
                        "request {0}: {1}: the answer is saved now",
                        each.requestId(),
                        each.chatbot());
            }
            return true;
        } catch (PluginException e) {
            return switch (e.reason()) {
                case REJECTED, BROKEN -> {
                    remove(each);
                    LOG.log(
                            Level.ERROR,
                            "request {0}: {1}: the answer can never be saved: {2}",
                            each.requestId(),
                            each.chatbot(),
                            e.getMessage());
                    yield true;
                }
                case UNAVAILABLE, TIMED_OUT, RATE_LIMITED, UNAUTHORIZED, CANCELLED -> false;
            };
        }
    }

    /** Removes the texts of answers whose conversation was deleted. Their costs stay. */
    void forget(Predicate<Unsaved> which) {
        lock.lock();
        try {
            waiting.replaceAll((_, each) -> which.test(each) ? each.withoutText() : each);
            characters = waiting.values().stream().mapToLong(Unsaved::characters).sum();
        } finally {
            lock.unlock();
        }
    }

    /** The number of waiting answers. */
    int count() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    private List<Unsaved> snapshot() {
        lock.lock();
        try {
            return List.copyOf(waiting.values());
        } finally {
            lock.unlock();
        }
    }

    private void remove(Unsaved each) {
        boolean there;
        lock.lock();
        try {
            there = waiting.remove(each.message().id(), each);
            characters -= there ? each.characters() : 0;
        } finally {
            lock.unlock();
        }
        if (there) {
            each.release().run();
        }
    }
}
