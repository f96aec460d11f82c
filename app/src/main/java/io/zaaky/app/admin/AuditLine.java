package io.zaaky.app.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** Entries that are not written yet. Safe to call from many threads. */
final class AuditLine {
    private final int most;
    private final ReentrantLock lock = new ReentrantLock();
    private List<Row> rows = new ArrayList<>(); // oldest first; guarded by lock
    private long givenUp; // guarded by lock

    /** An entry and whose it is. */
    record Row(String org, AuditEntry entry) {}

    /**
     * @param most how many wait; beyond that the oldest are given up
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

    /** All of them, which wait no more. */
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

    /** They could not be written: they wait again, before the others. */
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

    /** How many were lost. */
    long givenUp() {
        lock.lock();
        try {
            return givenUp;
        } finally {
            lock.unlock();
        }
    }
}
