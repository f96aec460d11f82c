package io.zaaky.app.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** A queue of entries that are not written yet. Safe to call from many threads. */
final class AuditLine {
    private final int most;
    private final ReentrantLock lock = new ReentrantLock();
    private List<Row> rows = new ArrayList<>(); // oldest first; guarded by lock
    private long givenUp; // guarded by lock

    /** An entry and its organisation. */
    record Row(String org, AuditEntry entry) {}

    /**
     * @param most how many may wait; beyond that the oldest are dropped
     */
    AuditLine(int most) {
        this.most = most;
    }

    void add(Row row) {
        lock.lock();
        try {
            rows.add(row);
            shorten();
        } finally {
            lock.unlock();
        }
    }

    /** Takes all entries out of the queue. */
    List<Row> take() {
        lock.lock();
        try {
            List<Row> all = rows;
            rows = new ArrayList<>();
            return all;
        } finally {
            lock.unlock();
        }
    }

    /** Puts back, at the front of the queue, entries that could not be written. */
    void putBack(List<Row> taken) {
        lock.lock();
        try {
            var all = new ArrayList<>(taken);
            all.addAll(rows);
            rows = all;
            shorten();
        } finally {
            lock.unlock();
        }
    }

    private void shorten() {
        int over = rows.size() - most;
        if (over > 0) {
            rows.subList(0, over).clear();
            givenUp += over;
        }
    }

    int size() {
        lock.lock();
        try {
            return rows.size();
        } finally {
            lock.unlock();
        }
    }

    /** The number of dropped entries. */
    long givenUp() {
        lock.lock();
        try {
            return givenUp;
        } finally {
            lock.unlock();
        }
    }
}
