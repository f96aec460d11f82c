package io.zaaky.llm.langchain4j;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Looks after the clocks of all running calls, so that reading needs no timer of its own: one
 * thread, there only while there are calls, which looks every {@link #EVERY}. A platform thread,
 * for it must run when all virtual threads are kept from running.
 */
final class Watchdog {
    private static final Duration EVERY = Duration.ofMillis(50);
    private static final int LINGER = 100; // looks without a call before the thread ends

    private final Set<CallClock> calls = ConcurrentHashMap.newKeySet();
    private final Object lock = new Object();
    private boolean running;

    void watch(CallClock call) {
        calls.add(call);
        synchronized (lock) {
            if (!running) {
                running = true;
                Thread.ofPlatform().daemon().name("zaaky-llm-clocks").start(this::run);
            }
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
            calls.forEach(CallClock::check);
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
}
