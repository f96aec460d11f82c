package io.zaaky.app.knowledge;

import io.zaaky.ingestion.DocumentSource.Kind;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Why a chatbot's documents are not indexed yet, and when that is tried again. What can't be
 * indexed at all is not here. Kept in memory only: a new process tries everything at once. Safe to
 * call from many threads.
 */
final class Troubles {
    private final InstantSource clock;
    private final ConcurrentSkipListMap<String, Trouble> documents = new ConcurrentSkipListMap<>();
    private final Map<Kind, Pause> pauses = new ConcurrentHashMap<>();

    private record Trouble(Kind kind, String why) {}

    private record Pause(String why, Instant end) {}

    Troubles(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * A document could not be indexed now.
     *
     * @param why for people
     */
    void failed(Kind kind, String id, String why) {
        documents.put(id, new Trouble(kind, why));
    }

    /** A document is indexed, or wanted no more. */
    void over(String id) {
        documents.remove(id);
    }

    /** All documents of a kind wait until then. */
    void pause(Kind kind, String why, Instant end) {
        pauses.put(kind, new Pause(why, end));
    }

    /** All documents of a kind have been tried. */
    void over(Kind kind) {
        pauses.remove(kind);
    }

    /** Those that could not be indexed and have an id greater than {@code after}. */
    NavigableSet<String> ids(String after) {
        return documents.tailMap(after, false).navigableKeySet();
    }

    /** Why that document is not indexed yet, in sentences; empty if nothing hinders it. */
    Optional<String> of(String id) {
        return Optional.ofNullable(documents.get(id))
                .map(trouble -> sentences(trouble.why(), trouble.kind()));
    }

    /** The same for one that waits behind others of its kind. */
    Optional<String> of(String id, Kind kind) {
        return of(id).or(
                        () ->
                                Optional.ofNullable(pauses.get(kind))
                                        .map(pause -> sentences(pause.why(), kind)));
    }

    /** How many documents of other kinds could not be indexed. */
    int besides(Kind kind) {
        return (int) documents.values().stream().filter(each -> each.kind() != kind).count();
    }

    /** Whether all documents of a kind wait. */
    boolean hasPause() {
        return !pauses.isEmpty();
    }

    private String sentences(String why, Kind kind) {
        String when =
                Optional.ofNullable(pauses.get(kind))
                        .map(Pause::end)
                        .filter(end -> end.isAfter(clock.instant()))
                        .map(end -> "at " + end.truncatedTo(ChronoUnit.SECONDS))
                        .orElse("in a moment");
        return "It is not indexed yet: %s. It is tried again %s.".formatted(why, when);
    }
}
