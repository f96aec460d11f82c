package io.zaaky.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import io.zaaky.spi.Reservation;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("DUR-13")
class LeasesTest {
    private final TestClock clock = new TestClock();
    private final Reservation reservation =
            new Reservation("r", SqliteTestSupport.DESK, clock.instant(), 1, true, true);

    @Test
    void whileSomethingIsHeldItIsRenewedAgainAndAgainThoughTheDatabaseFailsMeanwhile()
            throws InterruptedException {
        var renewed = new CountDownLatch(3);
        try (var leases =
                new Leases(
                        (_, _) -> {
                            renewed.countDown();
                            throw new PluginException(Reason.UNAVAILABLE, "down");
                        },
                        InstantSource.system(),
                        Duration.ofMillis(1))) {
            var now = InstantSource.system().instant();
            leases.began(new Reservation("r", SqliteTestSupport.DESK, now, 1, true, true));
            assertTrue(renewed.await(30, TimeUnit.SECONDS), "it is not renewed");
        }
    }

    @Test
    void whatHasEndedOrIsTooOldIsNotRenewed() {
        List<String> renewed = new CopyOnWriteArrayList<>();
        try (var leases = new Leases((org, _) -> renewed.add(org), clock, Duration.ofDays(1))) {
            leases.began(reservation);
            leases.renewAll();
            assertEquals(List.of("harbor"), renewed);
            leases.ended(reservation);
            leases.renewAll();
            leases.began(reservation);
            clock.pass(Leases.LONGEST);
            leases.renewAll();
            assertEquals(List.of("harbor"), renewed);
        }
    }
}
