package io.zaaky.conversation;

import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;

/**
 * A single writer. Every commit waits for the disk, so all work that queued up in the meantime is
 * done in one transaction, and all its callers return after one commit.
 *
 * <p>All chatbots that use one database share a lane. If two lanes exist for a moment, they take
 * turns, so that they never wait in SQLite's own unfair queue. They synchronise on an object that
 * they share.
 */
final class GroupCommitLane implements Lane {
    private static final int MOST_AT_ONCE = 500;

    private final Transactions transactions;
    private final Object turn;
    private final ExecutorService writer;
    private final Duration limit;
    private final Runnable onCommit;
    private final ConcurrentLinkedQueue<Job<?>> waiting = new ConcurrentLinkedQueue<>();

    /**
     * @param writer an executor with one thread, which must be a platform thread
     * @param onCommit called on that thread after each commit
     */
    GroupCommitLane(
            Transactions transactions,
            Object turn,
            ExecutorService writer,
            Duration limit,
            Runnable onCommit) {
        this.transactions = transactions;
        this.turn = turn;
        this.writer = writer;
        this.limit = limit;
        this.onCommit = onCommit;
    }

    @Override
    public <T> T run(Tenancy tenancy, Work<T> work) {
        Job<T> job = new Job<>(work);
        waiting.add(job);
        try {
            writer.execute(this::drain);
        } catch (RejectedExecutionException e) {
            throw transactions.closed(e);
        }
        return job.await(limit, transactions.where());
    }

    private void drain() {
        if (waiting.isEmpty()) {
            return; // an earlier run has taken this run's job
        }
        synchronized (turn) {
            List<Job<?>> jobs = take();
            if (!jobs.isEmpty()) {
                perform(jobs);
            }
        }
    }

    private List<Job<?>> take() {
        List<Job<?>> jobs = new ArrayList<>();
        while (jobs.size() < MOST_AT_ONCE) {
            Job<?> job = waiting.poll();
            if (job == null) {
                break;
            }
            if (job.claim()) {
                jobs.add(job);
            }
        }
        return jobs;
    }

    private void perform(List<Job<?>> jobs) {
        try {
            transactions.run(
                    Tenancy.NOBODY, // jobs of several organisations; SQLite relies on bound values
                    transaction -> {
                        jobs.forEach(job -> job.in(transaction));
                        return true;
                    });
        } catch (RuntimeException | Error e) {
            if (jobs.size() == 1 || concernsAll(e)) {
                jobs.forEach(job -> job.failed(e));
            } else {
                jobs.forEach(job -> perform(List.of(job)));
            }
            return;
        }
        jobs.forEach(Job::committed);
        onCommit.run();
    }

    /**
     * Without this check, each of hundreds of jobs would wait for its own timeout if the database
     * is down or locked.
     */
    private static boolean concernsAll(Throwable failure) {
        return failure instanceof PluginException known && known.reason() == Reason.UNAVAILABLE;
    }

    @Override
    public void close() {
        writer.close();
    }
}
