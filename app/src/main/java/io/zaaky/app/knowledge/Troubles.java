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
 * Why a chatbot's documents are not indexed yet, and when they are retried. Documents that cannot
 * be indexed at all are not included. Kept in memory only: a new process tries everything at once.
 * Safe to call from many threads.
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
     * Records that a document could not be indexed for now.
     *
     * @param why for people
     */
    void failed(Kind kind, String id, String why) {
        documents.put(id, new Trouble(kind, why));
    }

    /** Records that a document is indexed, or no longer wanted. */
    void over(String id) {
        documents.remove(id);
    }

    /** Records that all documents of a kind wait until then. */
    void pause(Kind kind, String why, Instant end) {
        pauses.put(kind, new Pause(why, end));
    }

    /** Records that all documents of a kind have been tried. */
    void over(Kind kind) {
        pauses.remove(kind);
    }

    /** The ids of documents that could not be indexed, only those greater than {@code after}. */
    NavigableSet<String> ids(String after) {
        return documents.tailMap(after, false).navigableKeySet();
    }

    /** Why that document is not indexed yet, in sentences; empty if nothing prevents it. */
    Optional<String> of(String id) {
        return Optional.ofNullable(documents.get(id))
                .map(trouble -> sentences(trouble.why(), trouble.kind()));
    }

    /** The same for a document that may wait behind others of its kind. */
    Optional<String> of(String id, Kind kind) {
        return of(id).or(
                        () ->
                                Optional.ofNullable(pauses.get(kind))
                                        .map(pause -> sentences(pause.why(), kind)));
    }

    /** The number of documents of other kinds that could not be indexed. */
    int besides(Kind kind) {
        return (int) documents.values().stream().filter(each -> each.kind() != kind).count();
    }

    /** Whether all documents of some kind wait. */
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
