package io.zaaky.app.plugin;

import io.zaaky.bulkhead.Bulkhead;
import io.zaaky.bulkhead.Bulkhead.Limits;
import io.zaaky.bulkhead.Bulkhead.Permit;
import io.zaaky.spi.EmbeddingModel;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Purpose;
import io.zaaky.spi.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One embedding model and the organisations that share it. They take turns, separately for
 * questions and for documents. A single organisation may use all of it; of several, none may use
 * more than three quarters at once. Safe to call from many threads.
 */
final class SharedEmbedding {
    /** Texts of a document per turn, a multiple of our plugins' batch size for servers. */
    private static final int BATCH = 64;

    private static final Duration FOR_EVER = Duration.ofDays(365);

    private final EmbeddingModel model;
    private final Waiting limits;
    private final AtomicLong usualNanos = new AtomicLong(); // recent average for one question
    private final Map<String, Integer> organisations = new HashMap<>(); // guarded by this
    private volatile Turns turns;

    /**
     * Limits for waiting.
     *
     * @param questions of one organisation
     * @param patience how long a question waits for its turn
     */
    record Waiting(int questions, Duration patience) {
        static final Waiting USUAL = new Waiting(2000, Duration.ofSeconds(5));
    }

    private record Turns(Limits limits, Bulkhead questions, Bulkhead passages) {
        static Turns among(int organisations, int concurrency, int waiting) {
            int permits = Math.max(1, concurrency);
            int each =
                    organisations < 2 || permits < 2 ? permits : permits - Math.max(1, permits / 4);
            var limits = new Limits(permits, each, waiting);
            return new Turns(
                    limits,
                    new Bulkhead(limits),
                    new Bulkhead(new Limits(permits, each, Integer.MAX_VALUE)));
        }
    }

    /** Does no I/O. */
    SharedEmbedding(EmbeddingModel model, Waiting limits) {
        this.model = model;
        this.limits = limits;
        this.turns = turns(1);
    }

    private Turns turns(int count) {
        return Turns.among(count, model.concurrency(), limits.questions());
    }

    EmbeddingModel model() {
        return model;
    }

    /** Adds an organisation as a user; the caller must call {@link #leave} later. */
    synchronized void join(String organisation) {
        int before = organisations.size();
        organisations.merge(organisation, 1, Integer::sum);
        share(before);
    }

    /** Returns whether the organisation no longer uses the model at all. */
    synchronized boolean leave(String organisation) {
        int before = organisations.size();
        organisations.computeIfPresent(
                organisation, (_, count) -> count == 1 ? null : Integer.valueOf(count - 1));
        share(before);
        return !organisations.containsKey(organisation);
    }

    /** Callers that have a turn or wait for one keep the earlier shares. */
    private void share(int before) {
        int now = organisations.size();
        if (before < 2 != now < 2) {
            turns = turns(now);
        }
    }

    /** Whether a question that arrives now would probably get its turn in time. */
    boolean hasRoom(String organisation) {
        Turns now = turns;
        int waiting = now.questions().waiting(organisation);
        long nanos = waiting * usualNanos.get() / now.limits().permitsEach();
        return waiting < limits.questions() && nanos < limits.patience().toNanos();
    }

    /** The number of waiting questions and batches of documents, of all organisations. */
    int waiting() {
        Turns now = turns;
        return now.questions().waiting() + now.passages().waiting();
    }

    /** Waits for the organisation's turn; for a document, again before each further batch. */
    List<float[]> embed(String organisation, List<String> texts, Purpose purpose) {
        return switch (purpose) {
            case QUERY -> questions(organisation, texts);
            case PASSAGE -> passages(organisation, texts);
        };
    }

    private List<float[]> questions(String organisation, List<String> texts) {
        try (Permit _ = permit(turns.questions(), organisation, limits.patience())) {
            long start = System.nanoTime();
            try {
                return made(texts, Purpose.QUERY);
            } finally {
                took(System.nanoTime() - start);
            }
        }
    }

    private void took(long nanos) {
        var _ = usualNanos.updateAndGet(usual -> usual == 0 ? nanos : (7 * usual + nanos) / 8);
    }

    private List<float[]> passages(String organisation, List<String> texts) {
        List<float[]> made = new ArrayList<>(texts.size());
        for (int from = 0; from < texts.size(); from += BATCH) {
            List<String> batch = texts.subList(from, Math.min(texts.size(), from + BATCH));
            try (Permit _ = permit(turns.passages(), organisation, FOR_EVER)) {
                made.addAll(made(batch, Purpose.PASSAGE));
            }
        }
        return made;
    }

    private List<float[]> made(List<String> texts, Purpose purpose) {
        List<float[]> vectors = model.embed(texts, purpose);
        VectorCheck.check(model, texts.size(), vectors);
        return vectors;
    }

    private Permit permit(Bulkhead bulkhead, String organisation, Duration most) {
        Optional<Permit> permit;
        try {
            permit = bulkhead.acquire(organisation, most);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PluginException(
                    Reason.CANCELLED, "interrupted while waiting for " + model.model(), e);
        }
        return permit.orElseThrow(
                () ->
                        new PluginException(
                                Reason.RATE_LIMITED,
                                "embedding model %s: a question of %s got no turn within %d s; too many wait"
                                        .formatted(model.model(), organisation, most.toSeconds())));
    }
}
