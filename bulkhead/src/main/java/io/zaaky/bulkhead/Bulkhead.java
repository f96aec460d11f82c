package io.zaaky.bulkhead;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Permits for one shared resource, given to organisations in turn. Waiting callers are served first
 * come, first served within an organisation, and round robin between organisations: an organisation
 * that asks a thousand times delays another by one use of the resource, not by a thousand.
 *
 * <p>Safe to call from many threads, including virtual threads. No lock is held while a permit is
 * held.
 */
public final class Bulkhead {
    private Limits limits; // guarded by lock
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Integer> held = new HashMap<>(); // guarded by lock
    private final Map<String, Deque<Waiter>> queues = new LinkedHashMap<>(); // in turn order
    private int free; // guarded by lock; negative while more are held than the limit now allows

    /**
     * The limits of the permits.
     *
     * @param permits the permits that all organisations together may hold at once
     * @param permitsEach the permits that one organisation may hold at once
     * @param waitingEach how many callers of one organisation may wait; further callers are refused
     *     immediately
     */
    public record Limits(int permits, int permitsEach, int waitingEach) {
        public Limits {
            if (permits < 1 || permitsEach < 1 || waitingEach < 0) {
                throw new IllegalArgumentException(
                        permits + ", " + permitsEach + ", " + waitingEach);
            }
        }
    }

    /** One use of the resource. Closing it again does nothing. */
    public final class Permit implements AutoCloseable {
        private final String organisation;
        private boolean closed; // guarded by lock

        private Permit(String organisation) {
            this.organisation = organisation;
        }

        @Override
        public void close() {
            lock.lock();
            try {
                if (!closed) {
                    closed = true;
                    free++;
                    held.computeIfPresent(
                            organisation,
                            (_, count) -> count == 1 ? null : Integer.valueOf(count - 1));
                    handOut();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private final class Waiter {
        private final Condition turn = lock.newCondition();
        private Optional<Permit> permit = Optional.empty(); // guarded by lock
    }

    public Bulkhead(Limits limits) {
        this.limits = limits;
        this.free = limits.permits();
    }

    /**
     * Takes a permit, waiting for the organisation's turn if necessary.
     *
     * @param most how long to wait; with zero or less, the call does not wait
     * @return empty if no permit became free in time, or if too many callers of this organisation
     *     are waiting
     * @throws InterruptedException if the thread is interrupted while it waits; no permit is held
     *     then
     */
    public Optional<Permit> acquire(String organisation, Duration most)
            throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (mayHold(organisation)) {
                return Optional.of(take(organisation));
            }
            Deque<Waiter> queue = queues.computeIfAbsent(organisation, _ -> new ArrayDeque<>());
            if (!most.isPositive() || queue.size() >= limits.waitingEach()) {
                removeIfEmpty(organisation, queue);
                return Optional.empty();
            }
            var waiter = new Waiter();
            queue.addLast(waiter);
            return await(organisation, queue, waiter, most);
        } finally {
            lock.unlock();
        }
    }

    /** Applies new limits. Held permits stay valid, and waiting callers keep waiting. */
    public void resize(Limits now) {
        lock.lock();
        try {
            free += now.permits() - limits.permits();
            limits = now;
            handOut();
        } finally {
            lock.unlock();
        }
    }

    /** How many callers of all organisations are waiting. */
    public int waiting() {
        lock.lock();
        try {
            return queues.values().stream().mapToInt(Deque::size).sum();
        } finally {
            lock.unlock();
        }
    }

    /** How many callers of one organisation are waiting. */
    public int waiting(String organisation) {
        lock.lock();
        try {
            Deque<Waiter> queue = queues.get(organisation);
            return queue == null ? 0 : queue.size();
        } finally {
            lock.unlock();
        }
    }

    private Optional<Permit> await(
            String organisation, Deque<Waiter> queue, Waiter waiter, Duration most)
            throws InterruptedException {
        boolean returned = false;
        try {
            long left = most.toNanos();
            while (waiter.permit.isEmpty() && left > 0) {
                left = waiter.turn.awaitNanos(left);
            }
            returned = true;
            return waiter.permit;
        } finally {
            if (waiter.permit.isEmpty()) {
                queue.remove(waiter);
                removeIfEmpty(organisation, queue);
            } else if (!returned) {
                waiter.permit.get().close();
            }
        }
    }

    /**
     * Called under the lock. No waiting caller could use a free permit; otherwise it would already
     * have it.
     */
    private boolean mayHold(String organisation) {
        return free > 0 && held.getOrDefault(organisation, 0) < limits.permitsEach();
    }

    private Permit take(String organisation) {
        free--;
        held.merge(organisation, 1, Integer::sum);
        return new Permit(organisation);
    }

    /** Gives free permits to the callers whose turn it is. Called under the lock. */
    private void handOut() {
        Optional<Turn> next = next();
        while (next.isPresent()) {
            Turn turn = next.get();
            Waiter waiter = turn.queue().removeFirst();
            queues.remove(turn.organisation());
            if (!turn.queue().isEmpty()) {
                queues.put(turn.organisation(), turn.queue()); // behind all others
            }
            waiter.permit = Optional.of(take(turn.organisation()));
            waiter.turn.signal();
            next = next();
        }
    }

    private record Turn(String organisation, Deque<Waiter> queue) {}

    private Optional<Turn> next() {
        return queues.entrySet().stream()
                .filter(entry -> mayHold(entry.getKey()))
                .findFirst()
                .map(entry -> new Turn(entry.getKey(), entry.getValue()));
    }

    /** Does not remove a different queue that another thread has added under this name. */
    private void removeIfEmpty(String organisation, Deque<Waiter> queue) {
        if (queue.isEmpty()) {
            queues.remove(organisation, queue);
        }
    }
}
