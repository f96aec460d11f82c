package io.zaaky.app.chat;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is done from time to time. */
class HousekeepingTest {
    private static final Duration SHORT = Duration.ofMillis(1);

    private final CountDownLatch times = new CountDownLatch(3);

    private boolean hasCome() throws InterruptedException {
        return times.await(60, TimeUnit.SECONDS);
    }

    @Test
    void whatIsOldIsForgottenAgainAndAgainThoughItFailsEachTime() throws InterruptedException {
        Runnable failing =
                () -> {
                    times.countDown();
                    throw new IllegalStateException("it cannot be forgotten");
                };
        var housekeeping =
                new Housekeeping(
                        new Chatbots(List.of()),
                        new LateSaves(new FakeMeters(), new SetClock()),
                        () -> {
                            if (times.getCount() > 0) { // the last time is that of the end
                                failing.run();
                            }
                        },
                        SHORT,
                        SHORT);
        try (housekeeping) {
            housekeeping.start();
            assertTrue(hasCome(), () -> times.getCount() + " times are still to come");
        }
    }

    @Test
    void anErrorOfOneTaskEndsNone() throws InterruptedException {
        var housekeeping =
                new Housekeeping(
                        new Chatbots(List.of()),
                        new LateSaves(new FakeMeters(), new SetClock()),
                        () -> {});
        try (housekeeping) {
            housekeeping.every(
                    SHORT,
                    () -> {
                        times.countDown();
                        throw new AssertionError("out of order");
                    });
            assertTrue(hasCome(), () -> times.getCount() + " times are still to come");
        }
    }
}
