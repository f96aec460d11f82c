package io.zaaky.app.knowledge;

import io.zaaky.ingestion.DocumentSource;
import io.zaaky.ingestion.DocumentSource.Kind;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Checks the sources of one kind on a thread of its own, each when it is due, one after the other.
 */
final class Follower implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Follower.class.getName());
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofHours(1);

    private final ChatbotKey key;
    private final Documents documents;
    private final Origin origin;
    private final InstantSource clock;
    private final CompletableFuture<Void> first = new CompletableFuture<>();
    private final Thread thread;
    private final Semaphore wakes = new Semaphore(0);
    private final Map<DocumentSource, Indexing> untold = new HashMap<>(); // not logged yet
    private List<? extends DocumentSource> sources = List.of();
    private boolean opened;
    private boolean swept;
    private String lastFailure = "";

    Follower(ChatbotKey key, Documents documents, Origin origin, InstantSource clock) {
        this.key = key;
        this.documents = documents;
        this.origin = origin;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("knowledge " + key).unstarted(this::run);
    }

    /**
     * Starts checking. The future completes when everything has been tried once, even if some of it
     * failed.
     */
    CompletableFuture<Void> start() {
        thread.start();
        return first;
    }

    private void run() {
        try {
            while (!isDone()) {
                boolean well = round();
                first.complete(null);
                pause(well ? untilDue() : AFTER_FAILURE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            first.complete(null);
            origin.save();
        }
    }

    private void pause(Duration most) throws InterruptedException {
        var _ = wakes.tryAcquire(most.toMillis(), TimeUnit.MILLISECONDS);
        wakes.drainPermits();
    }

    /** Signals that a source is due earlier than it said. */
    void wake() {
        wakes.release();
    }

    /** Whether there is nothing to follow. */
    private boolean isDone() {
        return Thread.currentThread().isInterrupted() || (swept && sources.isEmpty());
    }

    private Duration untilDue() {
        Instant now = clock.instant();
        Duration wait = LONGEST;
        for (DocumentSource source : sources) {
            Instant due = source.due();
            Duration left = due.isBefore(now) ? SHORTEST : Duration.between(now, due);
            wait = left.compareTo(wait) < 0 ? left : wait;
        }
        if (!untold.isEmpty() && wait.compareTo(Indexing.QUIET) > 0) {
            wait = Indexing.QUIET;
        }
        return sources.isEmpty() || wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait;
    }

    /** Returns whether everything worked; whatever did not is retried at the next check. */
    private boolean round() throws InterruptedException {
        try {
            if (!opened) {
                sources = origin.open(documents);
                opened = true;
            }
            for (DocumentSource source : sources) {
                if (!source.due().isAfter(clock.instant())) {
                    if (source.kind() == Kind.WEB) {
                        documents.room().check(); // before anything is fetched
                    }
                    look(source);
                }
            }
            report();
            if (!swept && origin.isKnown()) {
                documents.sweep(origin.kind());
                swept = true;
            }
            documents.troubles().over(origin.kind());
            if (!lastFailure.isEmpty()) {
                LOG.log(Level.INFO, "{0}: documents are indexed again", key);
                lastFailure = "";
            }
            return true;
        } catch (PluginException e) {
            failed(e);
            pauseFor(String.valueOf(e.getMessage()));
            return false;
        } catch (RuntimeException | Error e) { // a server fault, or out of memory
            if (isNew(e.toString())) {
                LOG.log(Level.ERROR, key + ": documents cannot be indexed, trying again", e);
            }
            pauseFor("a fault of the server, which its log tells about");
            return false;
        }
    }

    private void pauseFor(String why) {
        documents.troubles().pause(origin.kind(), why, clock.instant().plus(AFTER_FAILURE));
    }

    private void look(DocumentSource source) throws InterruptedException {
        Indexing indexing = untold.computeIfAbsent(source, this::indexing);
        indexing.begin();
        source.sync(indexing);
        origin.save();
        report();
        if (!swept && source.kind() != Kind.UPLOAD && !documents.any(source)) {
            LOG.log(Level.WARNING, "{0}: there are no documents in {1}", key, source.name());
        }
    }

    private Indexing indexing(DocumentSource source) {
        return new Indexing(key, documents, source, origin::learnt);
    }

    private void report() {
        untold.values().removeIf(Indexing::report);
    }

    private void failed(PluginException e) {
        if (e.reason() == Reason.CANCELLED) {
            Thread.currentThread().interrupt();
        } else if (isNew(String.valueOf(e.getMessage()))) {
            LOG.log(
                    Level.WARNING,
                    "{0}: documents cannot be indexed, trying again: {1}",
                    key,
                    lastFailure);
        }
    }

    /** A failure that lasts for hours is logged once. */
    private boolean isNew(String failure) {
        boolean is = !lastFailure.equals(failure);
        lastFailure = failure;
        return is;
    }

    /** Asks the follower to stop, without waiting for that. */
    void stop() {
        thread.interrupt();
    }

    @Override
    public void close() {
        stop();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
