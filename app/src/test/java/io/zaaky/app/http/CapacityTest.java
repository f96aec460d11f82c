package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.testkit.Conditions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How many questions are looked up at once, on a machine of two cores. */
@Tag("COST-14")
final class CapacityTest {
    private static final int LEAST = 6;
    private static final Duration LONG = Duration.ofMinutes(5);

    private final AtomicLong now = new AtomicLong(-3);
    private final List<Place> held = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile double load;

    private final Capacity capacity =
            new Capacity(2, () -> load, now::get, Thread::startVirtualThread);

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    /** Takes places until there are no more. */
    private int fill(String organisation) {
        int taken = 0;
        Optional<Place> place = capacity.take(organisation);
        while (place.isPresent()) {
            held.add(place.get());
            taken++;
            place = capacity.take(organisation);
        }
        return taken;
    }

    private Future<Optional<Place>> await(String organisation) {
        return threads.submit(() -> capacity.await(organisation, LONG));
    }

    private Future<Optional<Place>> awaitWhereAllIsTaken() {
        var _ = fill("a");
        var _ = fill("b");
        Future<Optional<Place>> next = await("c");
        now.addAndGet(Capacity.INTERVAL.toNanos());
        return next;
    }

    @Test
    void oneOrganisationLeavesPlacesToTheOthers() {
        load = 0.8;
        int one = fill("a");
        assertTrue(one < LEAST, one + " of " + LEAST);
        assertEquals(LEAST - one, fill("b"));
    }

    @Test
    void whereTheProcessorIsFullTheRestWaitsForATurn() throws Exception {
        load = 1;
        Future<Optional<Place>> next = awaitWhereAllIsTaken();
        assertTrue(capacity.await("d", Duration.ofMillis(1)).isEmpty());
        assertFalse(next.isDone(), "it waits");
        held.getFirst().close();
        assertTrue(next.get().isPresent());
        assertEquals(LEAST, capacity.limit());
    }

    @Test
    void whereWaitingQuestionsLeaveTheProcessorIdleMoreAreLookedUp() throws Exception {
        load = 0.1;
        Future<Optional<Place>> next = awaitWhereAllIsTaken();
        assertTrue(next.get().isPresent(), "none was given back");
        assertTrue(capacity.limit() > LEAST, capacity.limit() + " places");
    }

    @Test
    void whenTheProcessorIsFullAgainThereAreFewerPlaces() throws Exception {
        load = 0.1;
        var _ = fill("a");
        for (int i = 0; i < 20; i++) {
            Future<Optional<Place>> next = await("b" + i);
            Conditions.await(
                    "a place for " + i,
                    () -> {
                        now.addAndGet(Capacity.INTERVAL.toNanos());
                        return next.isDone();
                    },
                    done -> done);
        }
        assertTrue(capacity.limit() > 20, capacity.limit() + " places");
        load = 0.95;
        for (int i = 0; i < 100; i++) {
            now.addAndGet(Capacity.INTERVAL.toNanos());
            var _ = capacity.take("a");
        }
        assertEquals(LEAST, capacity.limit());
    }

    @Test
    void theLoadOfThisProcessIsAShare() {
        var real = new CpuLoad();
        for (int i = 0; i < 100; i++) {
            double share = real.getAsDouble();
            assertTrue(share >= 0 && share <= 1, share + " of the processor");
        }
    }
}
