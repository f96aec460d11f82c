package io.zaaky.app.http;

import io.zaaky.app.chat.Chatbot;
import io.zaaky.bulkhead.Bulkhead;
import io.zaaky.bulkhead.Bulkhead.Limits;
import io.zaaky.bulkhead.Bulkhead.Permit;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What administrators ask for that costs as much as a question of a visitor, or a document's
 * memory: a few at a time, by organisation and in turns; those that ask for searches also by key.
 */
final class AdminTurns {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration SOON = Duration.ofSeconds(2);

    /** How long a refusal takes: one that came at once would be asked for again at once. */
    private static final Duration RELUCTANCE = Duration.ofSeconds(1);

    /** Of one key, whichever organisation it belongs to. */
    private static final Limits SEARCHES_OF_A_KEY = new Limits(Integer.MAX_VALUE, 3, 24);

    private static final Limits SEARCHES = new Limits(16, 4, 32);

    /** A document is held in memory while it arrives, up to {@code max-upload-size}. */
    private static final Limits UPLOADS = new Limits(6, 2, 16);

    private final Bulkhead keys = new Bulkhead(SEARCHES_OF_A_KEY);
    private final Bulkhead searches = new Bulkhead(SEARCHES);
    private final Bulkhead uploads = new Bulkhead(UPLOADS);

    /**
     * Runs a search, once it has its turn.
     *
     * @param key what the administrator's key is told by; in no log
     */
    <T> T search(Chatbot chatbot, String key, Supplier<T> search) {
        String refused = "Too many searches are under way. Please try again in a moment.";
        try (Permit _ = permit(keys, key).orElseThrow(() -> late(refused));
                Permit _ = permit(searches, chatbot.key().org()).orElseThrow(() -> late(refused))) {
            if (!chatbot.hasRoom()) {
                throw late(refused);
            }
            return search.get();
        }
    }

    /** Whoever asks again at once gains nothing by it. */
    private static Refusal late(String detail) {
        try {
            Thread.sleep(RELUCTANCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return overloaded(detail);
    }

    /** Lets a document arrive, once it has its turn; empty if it gets none. To be closed. */
    Optional<Permit> upload(Chatbot chatbot) {
        return permit(uploads, chatbot.key().org());
    }

    private static Optional<Permit> permit(Bulkhead bulkhead, String whose) {
        try {
            return bulkhead.acquire(whose, PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    static Refusal overloaded(String detail) {
        return Refusal.later(ApiError.OVERLOADED, detail, SOON);
    }
}
