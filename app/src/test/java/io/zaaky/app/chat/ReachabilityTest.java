package io.zaaky.app.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("RES-16")
class ReachabilityTest {
    private final SetClock clock = new SetClock();
    private final Reachability server = new Reachability("here", ProviderLimits.STANDARD, clock);
    private final PluginException failure =
            new PluginException(Reason.UNAVAILABLE, "refused").unreachable();

    @Test
    void tenConnectionsInARowMustBeMissing() {
        for (int i = 0; i < 100; i++) {
            refuse(9);
            server.connected(now());
        }
        assertFalse(server.isDown());
        refuse(10);
        assertTrue(server.isDown());
        assertEquals(OptionalLong.empty(), server.admit());
        assertTrue(server.refusal().isPresent());
    }

    @Test
    void thePauseDoublesWithEachConnectionThatIsMissingAfterItUpToAMinute() {
        refuse(10);
        for (int seconds : new int[] {5, 10, 20, 40, 60, 60}) {
            clock.pass(Duration.ofSeconds(seconds).minusMillis(1));
            assertEquals(OptionalLong.empty(), server.admit(), "in less than " + seconds + " s");
            clock.pass(Duration.ofMillis(1));
            assertEquals(Optional.empty(), server.refusal());
            refuse(1);
        }
        clock.pass(Duration.ofSeconds(60));
        server.connected(now());
        refuse(10);
        clock.pass(Duration.ofSeconds(5));
        assertTrue(server.admit().isPresent(), "it does not begin with the short pause again");
    }

    /** Else a hundred that were on their way would double the pause a hundred times. */
    @Test
    void callsOfBeforeThePauseSayNothingAboutNow() {
        long before = now();
        refuse(10);
        for (int i = 0; i < 100; i++) {
            server.refused(before, failure);
        }
        server.connected(before);
        assertTrue(server.isDown(), "an old connection counted");
        clock.pass(Duration.ofSeconds(5));
        long first = now();
        long second = now();
        server.refused(first, failure);
        server.refused(second, failure);
        clock.pass(Duration.ofSeconds(10));
        server.connected(now());
        assertFalse(server.isDown());
    }

    private long now() {
        return server.admit().orElseThrow();
    }

    private void refuse(int times) {
        for (int i = 0; i < times; i++) {
            server.refused(now(), failure);
        }
    }
}
