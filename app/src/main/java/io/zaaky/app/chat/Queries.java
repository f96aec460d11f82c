package io.zaaky.app.chat;

import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import io.zaaky.spi.Retrieval;
import io.zaaky.spi.RetrievalQuery;
import io.zaaky.spi.Retriever;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Searches for several wordings of a question concurrently. The first one decides; the others may
 * add to it, but must not delay it for long or break it.
 */
final class Queries {
    private static final Logger LOG = System.getLogger(Queries.class.getName());

    /** The most time that all further queries together may add to the first one's. */
    private static final Duration EXTRA = Duration.ofMillis(300);

    private final ChatbotKey key;
    private final Retriever retriever;
    private final ExecutorService threads;

    /**
     * @param threads one virtual thread per task
     */
    Queries(ChatbotKey key, Retriever retriever, ExecutorService threads) {
        this.key = key;
        this.retriever = retriever;
        this.threads = threads;
    }

    /**
     * Searches.
     *
     * @param queries the most telling first; at least one
     * @return the result of the first, then of those others that finish in time
     */
    List<Retrieval> search(List<String> queries, int most) {
        if (queries.size() == 1) {
            return List.of(retrieve(queries.getFirst(), most));
        }
        List<Future<Retrieval>> others = new ArrayList<>();
        for (String query : queries.subList(1, queries.size())) {
            others.add(threads.submit(() -> retrieve(query, most)));
        }
        try {
            List<Retrieval> found = new ArrayList<>();
            found.add(retrieve(queries.getFirst(), most));
            long end = System.nanoTime() + EXTRA.toNanos();
            for (Future<Retrieval> other : others) {
                add(found, other, end - System.nanoTime());
            }
            return found;
        } finally {
            others.forEach(each -> each.cancel(true));
        }
    }

    private void add(List<Retrieval> found, Future<Retrieval> other, long nanos) {
        try {
            found.add(other.get(Math.max(0, nanos), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            LOG.log(Level.DEBUG, "{0}: a further query takes too long and is left out", key);
        } catch (ExecutionException e) {
            LOG.log(
                    Level.WARNING,
                    "{0}: a further query failed and is left out: {1}",
                    key,
                    e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PluginException(Reason.CANCELLED, "cancelled while searching", e);
        }
    }

    private Retrieval retrieve(String query, int most) {
        return retriever.retrieve(new RetrievalQuery(key, query, most));
    }
}
