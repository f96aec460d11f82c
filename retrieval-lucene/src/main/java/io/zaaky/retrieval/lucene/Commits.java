package io.zaaky.retrieval.lucene;

import io.zaaky.retrieval.lucene.IndexFolder.Write;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.lucene.util.ThreadInterruptedException;

/**
 * Groups changes that arrive during a commit into the next commit, because every commit, however
 * small, costs a sync of the disk. A thread that gets the lock and finds its change not yet made
 * commits all waiting changes in the order of their arrival. The other threads find their changes
 * made when they get the lock.
 */
final class Commits {
    private final Commit commit;
    private final ReentrantLock turn = new ReentrantLock(true); // fair: no needless waits
    private final Deque<Change> waiting = new ConcurrentLinkedDeque<>();

    /** Makes changes durable, all of them or none. */
    interface Commit {
        void of(List<Write> changes) throws IOException, InterruptedException;
    }

    private static final class Change {
        private final Write write;
        private volatile boolean isLeft;
        private boolean isDone; // this field and the next are guarded by the lock
        private Optional<Throwable> failure = Optional.empty();

        Change(Write write) {
            this.write = write;
        }

        void end(Optional<Throwable> with) {
            isDone = true;
            failure = with;
        }
    }

    Commits(Commit commit) {
        this.commit = commit;
    }

    /**
     * Returns when the change is durable. A failing change fails alone; only file errors fail the
     * whole group. After an interrupt, it is unknown whether the change was made. Changes of other
     * threads that this thread was about to make are left to the threads that wait for them.
     */
    void apply(Write write) throws IOException, InterruptedException {
        var own = new Change(write);
        waiting.add(own);
        try {
            turn.lockInterruptibly();
        } catch (InterruptedException e) {
            own.isLeft = true;
            waiting.remove(own);
            throw e;
        }
        try {
            if (!own.isDone) {
                commit(taken(), own);
            }
        } finally {
            turn.unlock();
        }
        if (own.failure.isPresent()) {
            rethrow(own.failure.get());
        }
    }

    private List<Change> taken() {
        List<Change> group = new ArrayList<>();
        for (Change each = waiting.poll(); each != null; each = waiting.poll()) {
            if (!each.isLeft) {
                group.add(each);
            }
        }
        return group;
    }

    private void commit(List<Change> group, Change own) throws InterruptedException {
        try {
            commit(group);
        } finally {
            for (Change each : group.reversed()) {
                if (!each.isDone && !each.equals(own)) {
                    waiting.addFirst(each);
                }
            }
        }
    }

    private void commit(List<Change> group) throws InterruptedException {
        try {
            commit.of(group.stream().map(each -> each.write).toList());
            group.forEach(each -> each.end(Optional.empty()));
        } catch (IOException | RuntimeException | Error e) {
            if (isInterrupt(e)) {
                var interrupted = new InterruptedException();
                interrupted.initCause(e);
                throw interrupted;
            }
            if (group.size() == 1 || e instanceof IOException) {
                group.forEach(each -> each.end(Optional.of(e)));
            } else {
                for (Change each : group) {
                    commit(List.of(each));
                }
            }
        }
    }

    /** An interrupt closes files that Lucene uses, and Lucene may clear the interrupt. */
    private static boolean isInterrupt(Throwable failure) {
        return failure instanceof ClosedByInterruptException
                || failure instanceof ThreadInterruptedException
                || Thread.currentThread().isInterrupted();
    }

    private static void rethrow(Throwable failure) throws IOException {
        switch (failure) {
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(failure);
        }
    }
}
