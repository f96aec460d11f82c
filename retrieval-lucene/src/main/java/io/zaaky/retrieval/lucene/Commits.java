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
 * Changes that gather while one commits go into the next commit together, as a commit costs a sync
 * of the disk however small it is. Whoever gets the lock and finds its change undone commits all
 * that wait, in the order in which they came; the others find theirs done when it is their turn.
 */
final class Commits {
    private final Commit commit;
    private final ReentrantLock turn = new ReentrantLock(true); // so none waits longer than it must
    private final Deque<Change> waiting = new ConcurrentLinkedDeque<>();

    /** Makes changes durable, all of them or none. */
    interface Commit {
        void of(List<Write> changes) throws IOException, InterruptedException;
    }

    private static final class Change {
        private final Write write;
        private volatile boolean isLeft;
        private boolean isDone; // this and the next under the lock
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
     * Returns when the change is durable. One that fails fails alone; only trouble with files is
     * everybody's. After an interrupt it is open whether the change was made, and others' changes
     * that this thread was about to make are made by those who wait for them.
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

    /** An interrupt closes files under Lucene, which may forget that there was one. */
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
