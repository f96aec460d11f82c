package io.zaaky.llm.langchain4j;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Checks the deadlines of all running calls, so that reads need no timers of their own. One thread
 * checks every {@link #EVERY}; it exists only while there are calls. It is a platform thread,
 * because it must run even if no virtual thread can. A failure of one check is logged, at most once
 * a minute, and does not affect other calls.
 */
final class Watchdog {
    private static final Logger LOG = System.getLogger(Watchdog.class.getName());
    private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);
    private static final Duration EVERY = Duration.ofMillis(50);
    private static final int LINGER = 100; // checks without a call before the thread ends

    private final Set<CallClock> calls = ConcurrentHashMap.newKeySet();
    private final Object lock = new Object();
    private boolean running;
    private long unlogged; // this and the next field are used only by the thread
    private long loggedNanos = System.nanoTime() - BETWEEN_LINES.toNanos();

    void watch(CallClock call) {
        synchronized (lock) {
            if (!running) {
                Thread.ofPlatform().daemon().name("zaaky-llm-clocks").start(this::run);
                running = true; // unset if the thread cannot start, so that the next call retries
            }
            calls.add(call);
        }
    }

    void forget(CallClock call) {
        calls.remove(call);
    }

    /** How many calls are being watched. */
    int watched() {
        return calls.size();
    }

    private void run() {
        int idle = 0;
        while (true) {
            calls.forEach(this::check);
            idle = calls.isEmpty() ? idle + 1 : 0;
            synchronized (lock) {
                if (idle > LINGER && calls.isEmpty()) {
                    running = false;
                    return;
                }
            }
            try {
                Thread.sleep(EVERY);
            } catch (InterruptedException e) {
                // nothing has a reason to interrupt this thread: the calls still need it
            }
        }
    }

    /** The thread must not end while there are calls, because nothing would restart it. */
    private void check(CallClock call) {
        try {
            call.check();
        } catch (Throwable e) {
            failed(e);
        }
    }

    private void failed(Throwable why) {
        unlogged++;
        long now = System.nanoTime();
        if (now - loggedNanos < BETWEEN_LINES.toNanos()) {
            return;
        }
        loggedNanos = now;
        try {
            LOG.log(Level.ERROR, "a call's clocks were not looked at, " + unlogged + " times", why);
            unlogged = 0;
        } catch (Throwable e) {
            // no memory for the log line either; the next minute tries again
        }
    }
}
