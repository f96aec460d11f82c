package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.config.LimitSettings;
import io.zaaky.spi.ChatbotKey;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
    private static final ChatbotKey BOT = new ChatbotKey("acme", "bot");
    private static final LimitSettings TWO =
            new LimitSettings(2, Integer.MAX_VALUE, 4000, 1, 1, Duration.ZERO);

    private final Elapsed elapsed = new Elapsed();
    private final RateLimits limits = new RateLimits(elapsed);

    @Test
    @Tag("OPS-03")
    void messagesAreCountedByTheTimeThatHasPassedAndByNoDate() {
        assertTrue(message().isZero());
        assertTrue(message().isZero());
        assertEquals(Duration.ofSeconds(30), message());
        elapsed.pass(Duration.ofSeconds(30).minusNanos(1));
        assertFalse(message().isZero(), "a message too early");
        elapsed.pass(Duration.ofNanos(1));
        assertTrue(message().isZero());
        assertFalse(message().isZero(), "a message too many");
    }

    @Test
    void anAddressHasItsOwnLimit() {
        assertTrue(message().isZero());
        assertTrue(message().isZero());
        assertFalse(message().isZero());
        assertTrue(limits.message(BOT, "192.0.2.2", TWO).isZero());
        assertTrue(limits.message(new ChatbotKey("acme", "two"), "192.0.2.1", TWO).isZero());
    }

    private Duration message() {
        return limits.message(BOT, "192.0.2.1", TWO);
    }
}
