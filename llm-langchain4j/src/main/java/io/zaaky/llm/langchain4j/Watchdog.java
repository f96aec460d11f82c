package io.zaaky.llm.langchain4j;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Looks after the clocks of all running calls, so that reading needs no timer of its own: one
 * thread, there only while there are calls, which looks every {@link #EVERY}. A platform thread,
 * for it must run when all virtual threads are kept from running. What goes wrong with one call is
 * logged, once a minute at most, and concerns none of the others.
 */
final class Watchdog {
    private static final Logger LOG = System.getLogger(Watchdog.class.getName());
    private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);
    private static final Duration EVERY = Duration.ofMillis(50);
    private static final int LINGER = 100; // looks without a call before the thread ends

    private final Set<CallClock> calls = ConcurrentHashMap.newKeySet();
    private final Object lock = new Object();
    private boolean running;
    private long unlogged; // this and the next are the thread's alone
    private long loggedNanos = System.nanoTime() - BETWEEN_LINES.toNanos();

    void watch(CallClock call) {
        synchronized (lock) {
            if (!running) {
                Thread.ofPlatform().daemon().name("zaaky-llm-clocks").start(this::run);
                running = true; // not if there is no room for a thread: the next call tries again
            }
            calls.add(call);
        }
    }

    void forget(CallClock call) {
        calls.remove(call);
    }

    /** How many calls have a clock that runs. */
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
                // nobody interrupts this thread for a reason: the calls still need it
            }
        }
    }

    /** The thread must not end while there are calls: nothing would start it again. */
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
            // no memory for the line either; the next minute has another
        }
    }
}
