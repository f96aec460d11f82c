package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Drives the thread that writes and the one that looks into the gaps between their steps. */
@Tag("THR-01")
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WriteWatchTest {
    private static final long LIMIT = 1000;
    private static final long LATE = LIMIT + 1;

    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger interrupts = new AtomicInteger();

    @AfterEach
    void leavesNoInterrupt() {
        assertFalse(Thread.interrupted(), "an interrupt is left");
    }

    private WriteWatch watch(Consumer<Thread> interrupt) {
        return new WriteWatch(now::get, interrupt);
    }

    private void count(Thread thread) {
        interrupts.incrementAndGet();
        thread.interrupt();
    }

    @Test
    void aWriteThatHangsIsInterruptedOnceAndItsEndTakesTheInterruptBack() {
        WriteWatch watch = watch(this::count);
        watch.begin();
        watch.interruptAfter(LIMIT, LIMIT);
        assertEquals(0, interrupts.get());
        watch.interruptAfter(LIMIT, LATE);
        watch.interruptAfter(LIMIT, LATE + 1);
        assertEquals(1, interrupts.get());
        assertTrue(Thread.currentThread().isInterrupted());
        watch.end();
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void theNextWriteThatHangsIsInterruptedToo() {
        WriteWatch watch = watch(this::count);
        for (int write = 1; write <= 3; write++) {
            watch.begin();
            watch.interruptAfter(LIMIT, now.get() + LATE);
            watch.end();
            assertEquals(write, interrupts.get());
        }
    }

    @Test
    void anInterruptThatWasNotForTheWriteStays() {
        WriteWatch watch = watch(this::count);
        watch.begin();
        Thread.currentThread().interrupt();
        watch.end();
        assertTrue(Thread.interrupted());
    }

    /** The gap at the beginning: the writer is about to say when its write began. */
    @Test
    void afterALongSilenceAFreshWriteIsNotTakenForAHungOne() {
        var watching = new AtomicReference<WriteWatch>();
        WriteWatch watch =
                new WriteWatch(
                        () -> {
                            WriteWatch made = watching.get();
                            if (made != null) { // the ticker comes in between
                                made.interruptAfter(LIMIT, now.get());
                            }
                            return now.get();
                        },
                        this::count);
        watching.set(watch);
        now.set(10 * LATE);
        watch.begin();
        watch.interruptAfter(LIMIT, now.get());
        watch.end();
        assertEquals(0, interrupts.get(), "a write that had just begun was interrupted");
    }

    /** The gap at the end: it is decided to interrupt, and the write ends before that is done. */
    @Test
    void aWriteThatEndsWhileItIsBeingInterruptedWaitsForTheInterrupt() throws Exception {
        var deciding = new CountDownLatch(1);
        var ended = new CountDownLatch(1);
        var writer = new AtomicReference<Thread>();
        WriteWatch watch =
                watch(
                        thread -> {
                            deciding.countDown();
                            while (ended.getCount() > 0 && !waits(writer.get())) {
                                Thread.onSpinWait();
                            }
                            thread.interrupt();
                        });
        var begun = new CountDownLatch(1);
        var interruptedAfterwards =
                new FutureTask<>(
                        () -> {
                            watch.begin();
                            begun.countDown();
                            while (deciding.getCount() > 0) {
                                Thread.onSpinWait(); // waiting, it would seem to wait in end()
                            }
                            watch.end();
                            ended.countDown();
                            looked.await();
                            return Thread.interrupted();
                        });
        writer.set(Thread.ofPlatform().start(interruptedAfterwards));
        begun.await();
        watch.interruptAfter(LIMIT, LATE);
        looked.countDown();
        assertFalse(interruptedAfterwards.get(), "the interrupt came after the end of the write");
    }

    private final CountDownLatch looked = new CountDownLatch(1);

    private static boolean waits(Thread thread) {
        return thread.getState() == Thread.State.BLOCKED
                || thread.getState() == Thread.State.WAITING;
    }

    /** The same gaps, as often and as tight as two threads come to them by themselves. */
    @Test
    void noInterruptOutlivesItsWriteHoweverTheThreadsMeet() throws Exception {
        WriteWatch watch = watch(this::count);
        var over = new CountDownLatch(1);
        Thread ticker =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    while (over.getCount() > 0) {
                                        watch.interruptAfter(-1, now.get()); // always too late
                                    }
                                });
        try {
            int outlived = 0;
            while (interrupts.get() < 1000) {
                watch.begin();
                LockSupport.parkNanos(1); // lets the other one in, on one processor too
                watch.end();
                outlived += Thread.interrupted() ? 1 : 0;
            }
            assertEquals(0, outlived, "of " + interrupts + " interrupts");
        } finally {
            over.countDown();
            ticker.join();
        }
    }
}
