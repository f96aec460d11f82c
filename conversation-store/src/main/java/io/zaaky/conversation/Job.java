package io.zaaky.conversation;

import io.helidon.dbclient.DbTransaction;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Work that one thread waits for and another thread does. */
final class Job<T> {
    private final Work<T> work;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private final AtomicBoolean claimed = new AtomicBoolean();
    private Optional<T> value = Optional.empty();

    Job(Work<T> work) {
        this.work = work;
    }

    /**
     * Claims the job: the worker to do it, the waiting thread to withdraw it. True for the first
     * caller only.
     */
    boolean claim() {
        return claimed.compareAndSet(false, true);
    }

    /**
     * Does the work; {@link #committed} hands over its value. Called only by the worker's thread.
     */
    void in(DbTransaction transaction) {
        value = Optional.of(work.in(transaction));
    }

    void committed() {
        result.complete(value.orElseThrow());
    }

    void failed(Throwable failure) {
        result.completeExceptionally(failure);
    }

    /**
     * Waits for the result. If the waiting thread is interrupted before the work has begun, the
     * work is withdrawn and nothing is written: {@link Reason#CANCELLED}. If the work has begun,
     * this method waits for its end, so that a completed write is never reported as failed; the
     * thread's interrupt status is restored afterwards.
     *
     * <p>{@link Reason#TIMED_OUT} after {@code limit}; the message says whether a write may still
     * happen.
     */
    T await(Duration limit, String where) {
        long end = System.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return result.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                    if (claim()) {
                        throw new PluginException(
                                Reason.CANCELLED,
                                where + ": interrupted while waiting for a turn; nothing was done");
                    }
                }
            }
        } catch (TimeoutException e) {
            throw new PluginException(
                    Reason.TIMED_OUT,
                    where
                            + (claim()
                                    ? ": no turn within " + limit + "; nothing was done"
                                    : ": no end within " + limit + "; it may still be done"),
                    e);
        } catch (ExecutionException e) {
            throw failure(e, where);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A separate exception for each caller, because one failure may have ended several jobs. */
    private static PluginException failure(ExecutionException e, String where) {
        Throwable cause = e.getCause();
        return cause instanceof PluginException known
                ? new PluginException(known.reason(), String.valueOf(known.getMessage()), known)
                : new PluginException(Reason.BROKEN, where + ": " + cause, cause);
    }
}
