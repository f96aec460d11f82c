package io.zaaky.bulkhead;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.bulkhead.Bulkhead.Limits;
import io.zaaky.bulkhead.Bulkhead.Permit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BulkheadTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final BlockingQueue<Served> served = new LinkedBlockingQueue<>();

    private final List<Thread> waiting = new ArrayList<>();

    private record Served(String organisation, Permit permit) {}

    @AfterEach
    void end() {
        threads.shutdownNow();
        waiting.forEach(Thread::interrupt);
    }

    @Test
    void organisationsAreServedInTurnsHoweverManyOfOneWait() throws Exception {
        var bulkhead = new Bulkhead(new Limits(1, 1, 100));
        Permit first = bulkhead.acquire("loud", LONG).orElseThrow();
        for (int i = 0; i < 50; i++) {
            queue(bulkhead, "loud");
        }
        queue(bulkhead, "quiet");
        queue(bulkhead, "other");
        queue(bulkhead, "quiet");

        first.close();
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Served next = served.take();
            order.add(next.organisation());
            next.permit().close();
        }

        assertEquals(List.of("loud", "quiet", "other", "loud", "quiet", "loud"), order);
    }

    @Test
    void moreRoomIsGivenToThoseWhoWaitAndLessKeepsWhatIsHeld() throws Exception {
        var bulkhead = new Bulkhead(new Limits(1, 1, 10));
        Permit first = bulkhead.acquire("a", LONG).orElseThrow();
        queue(bulkhead, "b");
        queue(bulkhead, "b");

        bulkhead.resize(new Limits(3, 2, 10));
        Permit second = served.take().permit();
        Permit third = served.take().permit();
        assertTrue(bulkhead.acquire("c", Duration.ZERO).isEmpty(), "three are held");

        bulkhead.resize(new Limits(1, 1, 10));
        first.close();
        second.close();
        assertTrue(bulkhead.acquire("c", Duration.ZERO).isEmpty(), "one is still held");
        third.close();
        assertTrue(bulkhead.acquire("c", Duration.ZERO).isPresent(), "none is held");
    }

    @Test
    void oneOrganisationNeverHoldsMoreThanItsShare() throws Exception {
        var bulkhead = new Bulkhead(new Limits(3, 2, 10));
        Permit first = bulkhead.acquire("loud", LONG).orElseThrow();
        var _ = bulkhead.acquire("loud", LONG).orElseThrow();
        queue(bulkhead, "loud");

        Optional<Permit> quiet = bulkhead.acquire("quiet", Duration.ZERO);

        assertTrue(quiet.isPresent(), "the third permit is for the others");
        quiet.get().close();
        assertEquals(1, bulkhead.waiting(), "a free permit does not help one who has its share");
        assertEquals(1, bulkhead.waiting("loud"));
        assertEquals(0, bulkhead.waiting("quiet"));
        first.close();
        assertEquals("loud", served.take().organisation());
    }

    @Test
    void aFullQueueRefusesItsOwnOrganisationOnly() throws Exception {
        var bulkhead = new Bulkhead(new Limits(1, 1, 2));
        Permit first = bulkhead.acquire("loud", LONG).orElseThrow();
        queue(bulkhead, "loud");
        queue(bulkhead, "loud");

        assertEquals(Optional.empty(), bulkhead.acquire("loud", LONG));
        queue(bulkhead, "quiet");
        first.close();
        assertEquals("loud", served.take().organisation());
    }

    @Test
    void whoHasWaitedLongEnoughLeavesTheQueue() throws Exception {
        var bulkhead = new Bulkhead(new Limits(1, 1, 2));
        Permit first = bulkhead.acquire("a", LONG).orElseThrow();

        assertEquals(Optional.empty(), bulkhead.acquire("a", Duration.ofNanos(1)));
        assertEquals(Optional.empty(), bulkhead.acquire("a", Duration.ZERO));
        assertEquals(0, bulkhead.waiting());
        first.close();
        assertTrue(bulkhead.acquire("a", Duration.ZERO).isPresent());
    }

    @Test
    void whoIsInterruptedLeavesTheQueueAndHoldsNothing() throws Exception {
        var bulkhead = new Bulkhead(new Limits(1, 1, 2));
        Permit first = bulkhead.acquire("a", LONG).orElseThrow();
        Thread waiter = queue(bulkhead, "b");

        waiter.interrupt();
        until(() -> bulkhead.waiting() == 0);
        first.close();
        assertTrue(bulkhead.acquire("c", Duration.ZERO).isPresent());
    }

    @Test
    void aPermitThatIsClosedTwiceIsGivenBackOnce() throws Exception {
        var bulkhead = new Bulkhead(new Limits(1, 1, 2));
        Permit first = bulkhead.acquire("a", LONG).orElseThrow();
        first.close();
        first.close();

        assertTrue(bulkhead.acquire("a", Duration.ZERO).isPresent());
        assertEquals(Optional.empty(), bulkhead.acquire("b", Duration.ZERO));
    }

    @Test
    void limitsThatLetNobodyInAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Limits(0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Limits(1, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Limits(1, 1, -1));
    }

    /** Callers that come, wait, give up and are interrupted at random leave nothing behind. */
    @Test
    void noPermitIsLostOrGivenTwice() throws Exception {
        long seed = System.nanoTime();
        var bulkhead = new Bulkhead(new Limits(3, 2, 8));
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        List<Future<Boolean>> callers = new ArrayList<>();
        var random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            String organisation = "org" + random.nextInt(4);
            Duration wait = Duration.ofNanos(random.nextInt(200_000));
            callers.add(threads.submit(use(bulkhead, organisation, wait, inside, most)));
            if (random.nextInt(10) == 0) {
                callers.get(random.nextInt(callers.size())).cancel(true);
            }
        }
        for (Future<Boolean> caller : callers) {
            if (!caller.isCancelled()) {
                caller.get();
            }
        }
        threads.close();

        String told = "seed " + seed;
        assertTrue(most.get() <= 3, told + ": at once " + most.get());
        assertEquals(0, bulkhead.waiting(), told);
        assertTrue(bulkhead.acquire("x", Duration.ZERO).isPresent(), told);
        assertTrue(bulkhead.acquire("x", Duration.ZERO).isPresent(), told);
        assertTrue(bulkhead.acquire("y", Duration.ZERO).isPresent(), told);
        assertEquals(Optional.empty(), bulkhead.acquire("y", Duration.ZERO), told);
    }

    private static Callable<Boolean> use(
            Bulkhead bulkhead,
            String organisation,
            Duration wait,
            AtomicInteger inside,
            AtomicInteger most) {
        return () -> {
            Optional<Permit> permit = bulkhead.acquire(organisation, wait);
            if (permit.isPresent()) {
                try (var _ = permit.get()) {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    Thread.onSpinWait();
                    inside.decrementAndGet();
                }
            }
            return permit.isPresent();
        };
    }

    /** Returns when the caller stands in the queue. */
    private Thread queue(Bulkhead bulkhead, String organisation) throws ExecutionException {
        int before = bulkhead.waiting();
        Thread caller = Thread.ofVirtual().start(() -> serve(bulkhead, organisation));
        waiting.add(caller);
        until(() -> bulkhead.waiting() > before);
        return caller;
    }

    private void serve(Bulkhead bulkhead, String organisation) {
        try {
            Permit permit = bulkhead.acquire(organisation, LONG).orElseThrow();
            served.add(new Served(organisation, permit));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void until(Callable<Boolean> condition) throws ExecutionException {
        try {
            while (!condition.call()) {
                Thread.onSpinWait();
            }
        } catch (Exception e) {
            throw new ExecutionException(e);
        }
    }
}
