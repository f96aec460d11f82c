package io.zaaky.ingestion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorkersTest {
    private static final long LARGE = 100;

    private final Workers<Integer> workers = new Workers<>(new Workers.Limits(3, LARGE));
    private final Queue<Integer> done = new ConcurrentLinkedQueue<>();

    /** Numbers that are as many bytes as they say. */
    private static final class Numbers implements Workers.Line<Integer> {
        private final Deque<Integer> left;

        Numbers(Integer... numbers) {
            left = new ArrayDeque<>(List.of(numbers));
        }

        @Override
        public Optional<Integer> next(List<Integer> busy, long below) {
            synchronized (left) {
                Optional<Integer> next = left.stream().filter(each -> each < below).findFirst();
                next.ifPresent(left::remove);
                return next;
            }
        }

        void add(int number) {
            synchronized (left) {
                left.add(number);
            }
        }

        @Override
        public long bytes(Integer each) {
            return each;
        }
    }

    @Test
    void allAreDoneAFewAtOnce() throws Exception {
        var now = new AtomicInteger();
        var together = new CountDownLatch(3);
        workers.run(
                new Numbers(1, 2, 3, 4, 5, 6, 7),
                each -> {
                    assertTrue(now.incrementAndGet() <= 3);
                    together.countDown();
                    together.await();
                    done.add(each);
                    now.decrementAndGet();
                });
        assertEquals(List.of(1, 2, 3, 4, 5, 6, 7), done.stream().sorted().toList());
    }

    @Test
    void aSecondLargeOneWaitsAndSmallOnesPassIt() throws Exception {
        var small = new CountDownLatch(2);
        var large = new AtomicInteger();
        workers.run(
                new Numbers(100, 200, 1, 2),
                each -> {
                    if (each >= LARGE) {
                        assertEquals(1, large.incrementAndGet());
                        small.await();
                        large.decrementAndGet();
                    }
                    done.add(each);
                    small.countDown();
                });
        assertEquals(List.of(100, 200), done.stream().filter(each -> each >= LARGE).toList());
        assertEquals(4, done.size());
    }

    @Test
    void whatComesWhileOneIsWorkedOnIsBegunAtOnce() throws Exception {
        var numbers = new Numbers(1);
        var second = new CountDownLatch(1);
        workers.run(
                numbers,
                each -> {
                    if (each == 1) {
                        numbers.add(2);
                        workers.wake();
                        second.await();
                    }
                    second.countDown();
                    done.add(each);
                });
        assertEquals(2, done.size());
    }

    @Test
    void afterAFailureNothingIsBegunAndTheOthersEnd() {
        var failed = new CompletableFuture<Thread>();
        var numbers = new Numbers(1, 2, 3, 4, 5);
        var failure =
                assertThrows(
                        IllegalStateException.class,
                        () ->
                                workers.run(
                                        numbers,
                                        each -> {
                                            if (each == 2) {
                                                failed.complete(Thread.currentThread());
                                                throw new IllegalStateException("index down");
                                            }
                                            failed.join().join(); // its failure is known
                                            done.add(each);
                                        }));
        assertEquals("index down", failure.getMessage());
        assertTrue(done.contains(1), done::toString);
        assertFalse(numbers.left.isEmpty() && done.size() == 4, "it went on");
    }

    @Test
    void anInterruptEndsAll() throws Exception {
        var begun = new CountDownLatch(2);
        var ended = new CountDownLatch(2);
        var running =
                new FutureTask<>(
                        () -> {
                            assertThrows(
                                    InterruptedException.class,
                                    () ->
                                            workers.run(
                                                    new Numbers(1, 2),
                                                    each -> {
                                                        begun.countDown();
                                                        try {
                                                            new CountDownLatch(1).await();
                                                        } finally {
                                                            ended.countDown();
                                                        }
                                                    }));
                            return ended.getCount();
                        });
        Thread thread = Thread.ofVirtual().start(running);
        begun.await();
        thread.interrupt();
        assertEquals(0, running.get());
    }
}
