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
 * Limits administrators' calls that cost as much as a visitor's question, or that hold a document
 * in memory: a few run at a time, organisations take turns, and searches are also limited by key.
 * While visitors of other organisations ask questions, a search keeps its turn for a rest period
 * after it has ended, so that three concurrent searches keep a core busy for only a small part of
 * the time.
 */
final class AdminTurns {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration SOON = Duration.ofSeconds(2);

    /** How long a refusal is delayed: a client refused at once would retry at once. */
    private static final Duration RELUCTANCE = Duration.ofSeconds(1);

    /** Per key, whichever organisation it belongs to. */
    private static final Limits SEARCHES_OF_A_KEY = new Limits(Integer.MAX_VALUE, 3, 24);

    private static final Limits SEARCHES = new Limits(16, 4, 32);

    /** A document is held in memory while it arrives, up to {@code max-upload-size}. */
    private static final Limits UPLOADS = new Limits(6, 2, 16);

    /**
     * Exports and similar calls: a slow client holds its turn, and a few megabytes, for a long
     * time.
     */
    private static final Limits READINGS = new Limits(32, 2, 8);

    private static final int RESTS = 50; // times the duration of the search
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
     * @param nanos the time, as from {@link System#nanoTime}
     * @param later runs a task after a delay, on another thread
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

    /** Records that a visitor of an organisation asks a question. */
    void visitorAsks(String organisation) {
        neighbours.asks(organisation);
    }

    /**
     * Runs a search once it gets its turn.
     *
     * @param key identifies the administrator's key; it appears in no log
     */
    <T> T search(Chatbot chatbot, String key, Supplier<T> search) {
        return search(chatbot.key().org(), key, chatbot::hasRoom, search);
    }

    /** Does the same for a chatbot of {@code organisation}. */
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

    /** Ends the turn after the rest period; the answer does not wait for that. */
    private void rest(String organisation, Duration taken, Runnable end) {
        if (neighbours.besides(organisation)) {
            Duration rest = taken.multipliedBy(RESTS);
            later.accept(rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST, end);
        } else {
            end.run();
        }
    }

    /** Delays the refusal, so that an immediate retry gains nothing. */
    private static Refusal late() {
        sleep(RELUCTANCE);
        return overloaded("Too many searches are under way. Please try again in a moment.");
    }

    /** Reads large amounts of stored data once the call gets its turn. */
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

    /** Takes a turn for an incoming document; empty if there is none. The caller closes it. */
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
