package io.zaaky.app.http;

import io.zaaky.app.chat.Chatbot;
import io.zaaky.bulkhead.Bulkhead;
import io.zaaky.bulkhead.Bulkhead.Limits;
import io.zaaky.bulkhead.Bulkhead.Permit;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What administrators ask for that costs as much as a question of a visitor, or a document's
 * memory: a few at a time, by organisation and in turns; those that ask for searches also by key.
 * While visitors of other organisations ask, each turn to search rests after its use, so that three
 * at once keep a core busy for a small part of the time only.
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

    /** Exports and the like: a slow client keeps its turn for long, and a few megabytes. */
    private static final Limits READINGS = new Limits(32, 2, 8);

    private static final int RESTS = 50; // times as long as the search took
    private static final Duration LONGEST_REST = Duration.ofSeconds(4);

    private final LongSupplier nanos;
    private final BiConsumer<Duration, Runnable> later;
    private final Neighbours neighbours;
    private final Bulkhead keys = new Bulkhead(SEARCHES_OF_A_KEY);
    private final Bulkhead searches = new Bulkhead(SEARCHES);
    private final Bulkhead readings = new Bulkhead(READINGS);
    private final Bulkhead uploads = new Bulkhead(UPLOADS);

    AdminTurns() {
        this(System::nanoTime, AdminTurns::afterwards);
    }

    /**
     * @param nanos the time, as of {@link System#nanoTime}
     * @param later runs something after a while, on another thread
     */
    AdminTurns(LongSupplier nanos, BiConsumer<Duration, Runnable> later) {
        this.nanos = nanos;
        this.later = later;
        this.neighbours = new Neighbours(nanos);
    }

    private static void afterwards(Duration pause, Runnable work) {
        Thread.startVirtualThread(
                () -> {
                    sleep(pause);
                    work.run();
                });
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A visitor of an organisation asks a question. */
    void visitorAsks(String organisation) {
        neighbours.asks(organisation);
    }

    /**
     * Runs a search, once it has its turn.
     *
     * @param key what the administrator's key is told by; in no log
     */
    <T> T search(Chatbot chatbot, String key, Supplier<T> search) {
        return search(chatbot.key().org(), key, chatbot::hasRoom, search);
    }

    /** The same for a chatbot of {@code organisation}. */
    <T> T search(String organisation, String key, BooleanSupplier hasRoom, Supplier<T> search) {
        Permit ofKey = permit(keys, key).orElseThrow(AdminTurns::late);
        Optional<Permit> turn = permit(searches, organisation);
        Runnable end =
                () -> {
                    turn.ifPresent(Permit::close);
                    ofKey.close();
                };
        if (turn.isEmpty() || !hasRoom.getAsBoolean()) {
            Refusal late = late();
            end.run();
            throw late;
        }
        long begun = nanos.getAsLong();
        try {
            return search.get();
        } finally {
            rest(organisation, Duration.ofNanos(nanos.getAsLong() - begun), end);
        }
    }

    /** The answer does not wait for it. */
    private void rest(String organisation, Duration taken, Runnable end) {
        if (neighbours.besides(organisation)) {
            Duration rest = taken.multipliedBy(RESTS);
            later.accept(rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST, end);
        } else {
            end.run();
        }
    }

    /** Whoever asks again at once gains nothing by it. */
    private static Refusal late() {
        sleep(RELUCTANCE);
        return overloaded("Too many searches are under way. Please try again in a moment.");
    }

    /** Reads much of what is stored, once it has its turn. */
    <T> T read(String organisation, Supplier<T> reading) {
        try (Permit _ =
                permit(readings, organisation)
                        .orElseThrow(
                                () ->
                                        overloaded(
                                                "Too many exports are under way. Please try again"
                                                        + " in a moment."))) {
            return reading.get();
        }
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
