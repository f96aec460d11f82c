package io.zaaky.app.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.MetricsConfig;
import io.helidon.metrics.api.MetricsFactory;
import io.helidon.metrics.api.Tag;
import io.helidon.service.registry.Services;
import io.zaaky.app.chat.ErrorCode;
import io.zaaky.spi.ChatbotKey;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which meters there are. */
class MetersTest {
    private static final String ORG = "an-organisation-of-the-meters";

    private final MeterRegistry registry =
            Services.get(MetricsFactory.class).createMeterRegistry(MetricsConfig.create());
    private final Meters meters = new Meters(registry);

    private static ChatbotKey chatbot(int number) {
        return new ChatbotKey(ORG, "bot" + number);
    }

    private Optional<Long> completed(int chatbot) {
        return registry.counter(
                        "zaaky_answers",
                        List.of(
                                Tag.create("org", ORG),
                                Tag.create("chatbot", "bot" + chatbot),
                                Tag.create("outcome", "complete")))
                .map(Counter::count);
    }

    @Test
    void ofVeryManyChatbotsTheFirstHaveTheirsAtOnceAndTheOthersWithTheirFirstUse() {
        for (int i = 0; i <= 101; i++) {
            meters.register(chatbot(i), List.of("extractive"));
            meters.register(chatbot(i), List.of("extractive")); // as after a reload
        }
        assertEquals(Optional.of(0L), completed(0));
        assertEquals(Optional.of(0L), completed(99));
        assertEquals(Optional.empty(), completed(100));
        meters.failed(chatbot(100), ErrorCode.INTERNAL);
        assertEquals(Optional.of(0L), completed(100));
        assertEquals(Optional.empty(), completed(101));
    }
}
