package io.zaaky.conversation;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs each piece of work in its own transaction, on a thread of the executor. On the caller's
 * thread, an interrupt would cut the connection in the middle of a commit.
 */
final class DirectLane implements Lane {
    private final Transactions transactions;
    private final ExecutorService executor;
    private final Duration limit;

    DirectLane(Transactions transactions, ExecutorService executor, Duration limit) {
        this.transactions = transactions;
        this.executor = executor;
        this.limit = limit;
    }

    @Override
    public <T> T run(Tenancy tenancy, Work<T> work) {
        Job<T> job = new Job<>(work);
        try {
            executor.execute(() -> perform(tenancy, job));
        } catch (RejectedExecutionException e) {
            throw transactions.closed(e);
        }
        return job.await(limit, transactions.where());
    }

    private void perform(Tenancy tenancy, Job<?> job) {
        if (!job.claim()) {
            return;
        }
        try {
            transactions.run(
                    tenancy,
                    transaction -> {
                        job.in(transaction);
                        return true;
                    });
            job.committed();
        } catch (RuntimeException | Error e) {
            job.failed(e);
        }
    }

    @Override
    public void close() {
        executor.close();
    }
}
