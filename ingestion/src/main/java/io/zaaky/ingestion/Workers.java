package io.zaaky.ingestion;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Works on several documents of one source at once, each on a virtual thread of its own, so that a
 * long one holds up no other and what they write is committed together. All threads have ended when
 * {@link #run} returns or throws. One thread runs it; {@link #wake} is for any.
 *
 * @param <T> what is worked on; no two at once are equal
 */
public final class Workers<T> {
    private final Limits limits;
    private final BlockingQueue<News<T>> news = new LinkedBlockingQueue<>();

    /**
     * How much is worked on at once.
     *
     * @param most documents at once
     * @param large from so many bytes on one is large; a second large one waits, as what is made of
     *     a document takes many times its size
     */
    public record Limits(int most, long large) {
        public static final Limits USUAL = new Limits(8, 1 << 20);

        public boolean isLarge(long bytes) {
            return bytes >= large;
        }
    }

    /** What waits to be worked on. Asked by the running thread only. */
    public interface Line<T> {
        /**
         * The next one that may begin now.
         *
         * @param busy what is being worked on
         * @param below only one with less bytes than this
         */
        Optional<T> next(List<T> busy, long below);

        /** As far as it is known; may become more while it is worked on. */
        long bytes(T each);
    }

    /** Deals with one. Called by several threads at once. */
    public interface Work<T> {
        void on(T each) throws InterruptedException;
    }

    private record News<T>(Optional<T> ended, Optional<Throwable> failure) {}

    public Workers(Limits limits) {
        this.limits = limits;
    }

    /** There may be something new in the line. */
    public void wake() {
        news.add(new News<>(Optional.empty(), Optional.empty()));
    }

    /**
     * Works until the line is empty. After a failure nothing more is begun, and the first is thrown
     * when all have ended; an interrupt ends all.
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
