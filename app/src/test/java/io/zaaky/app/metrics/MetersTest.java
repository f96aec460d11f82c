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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    private void register(int from, int to) {
        Map<ChatbotKey, List<String>> chatbots = new HashMap<>();
        for (int i = from; i < to; i++) {
            chatbots.put(chatbot(i), List.of("extractive"));
        }
        meters.register(chatbots);
    }

    @Test
    void aHundredChatbotsHaveTheirsAtOnceAndMoreWithTheirFirstUse() {
        register(0, 60);
        register(60, 100);
        register(0, 100); // as after a reload that changes all of them
        assertEquals(Optional.of(0L), completed(0));
        assertEquals(Optional.of(0L), completed(99));
        register(100, 102);
        assertEquals(Optional.empty(), completed(100));
        meters.failed(chatbot(100), ErrorCode.INTERNAL);
        assertEquals(Optional.of(0L), completed(100));
        assertEquals(Optional.empty(), completed(101));
    }

    @Test
    void ofVeryManyChatbotsNoneHasTheirsBeforeItsFirstUse() {
        register(200, 310);
        assertEquals(Optional.empty(), completed(200));
        meters.failed(chatbot(200), ErrorCode.INTERNAL);
        assertEquals(Optional.of(0L), completed(200));
        register(201, 202); // as after a reload that changes one
        assertEquals(Optional.empty(), completed(201));
    }
}
