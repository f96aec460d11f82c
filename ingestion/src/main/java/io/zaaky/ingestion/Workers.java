package io.zaaky.ingestion;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Processes several documents of one source at once, each on its own virtual thread, so that a long
 * document delays no other and their writes are committed together. All threads have ended when
 * {@link #run} returns or throws. One thread calls it; any thread may call {@link #wake}.
 *
 * @param <T> the type of the items; no two items in progress are equal
 */
public final class Workers<T> {
    private final Limits limits;
    private final BlockingQueue<News<T>> news = new LinkedBlockingQueue<>();

    /**
     * How much is processed at once.
     *
     * @param most how many documents are processed at once
     * @param large the size in bytes from which a document is large; a second large one waits,
     *     because processing a document takes many times its size in memory
     */
    public record Limits(int most, long large) {
        public static final Limits USUAL = new Limits(8, 1 << 20);

        public boolean isLarge(long bytes) {
            return bytes >= large;
        }
    }

    /** The items waiting to be processed. Called only by the running thread. */
    public interface Line<T> {
        /**
         * The next item that may start now.
         *
         * @param busy the items in progress
         * @param below only an item with fewer bytes than this
         */
        Optional<T> next(List<T> busy, long below);

        /** The size of an item as far as known; it may grow while the item is processed. */
        long bytes(T each);
    }

    /** Processes one item. Called by several threads at once. */
    public interface Work<T> {
        void on(T each) throws InterruptedException;
    }

    private record News<T>(Optional<T> ended, Optional<Throwable> failure) {}

    public Workers(Limits limits) {
        this.limits = limits;
    }

    /** Signals that the line may have a new item. */
    public void wake() {
        news.add(new News<>(Optional.empty(), Optional.empty()));
    }

    /**
     * Processes items until the line is empty. After a failure, no more items are started, and the
     * first failure is thrown when all have ended. An interrupt ends all of them.
     */
    public void run(Line<T> line, Work<T> work) throws InterruptedException {
        news.clear();
        List<T> busy = new ArrayList<>();
        Optional<Throwable> failure = Optional.empty();
        boolean over = false;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                while (!over) {
                    Optional<T> next = Optional.empty();
                    try {
                        next = failure.isEmpty() ? next(line, busy) : Optional.empty();
                    } catch (RuntimeException | Error e) {
                        failure = Optional.of(e);
                    }
                    if (next.isPresent()) {
                        T each = next.get();
                        busy.add(each);
                        threads.execute(() -> news.add(worked(each, work)));
                    } else if (busy.isEmpty()) {
                        over = true;
                    } else {
                        News<T> latest = news.take();
                        latest.ended().ifPresent(busy::remove);
                        failure = failure.or(latest::failure);
                    }
                }
            } finally {
                if (!over) {
                    threads.shutdownNow();
                }
            }
        }
        if (failure.isPresent()) {
            rethrow(failure.get());
        }
    }

    private Optional<T> next(Line<T> line, List<T> busy) {
        if (busy.size() == limits.most()) {
            return Optional.empty();
        }
        boolean large = busy.stream().anyMatch(each -> limits.isLarge(line.bytes(each)));
        return line.next(List.copyOf(busy), large ? limits.large() : Long.MAX_VALUE);
    }

    private static <T> News<T> worked(T each, Work<T> work) {
        try {
            work.on(each);
            return new News<>(Optional.of(each), Optional.empty());
        } catch (InterruptedException | RuntimeException | Error e) {
            return new News<>(Optional.of(each), Optional.of(e));
        }
    }

    private static void rethrow(Throwable failure) throws InterruptedException {
        switch (failure) {
            case InterruptedException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(failure);
        }
    }
}
