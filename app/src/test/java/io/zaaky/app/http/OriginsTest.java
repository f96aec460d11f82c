package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.zaaky.app.config.WidgetSettings;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginsTest {
    private static final WidgetSettings WIDGET =
            new WidgetSettings("t", "", "", List.of(), List.of("https://good.example"));

    @ParameterizedTest
    @CsvSource({
        "https://good.example, true",
        "https://good.example.evil.com, false",
        "http://good.example, false",
        "https://good.example:8443, false",
        "https://good.example/, false",
        "https://sub.good.example, false",
        "null, false",
        "http://chat.example:8001, true",
        "https://chat.example:8001, true",
        "http://chat.example, false",
        "http://evil.example:8001, false",
        "'', false",
        "'http://chat.example:8001@evil.example', false"
    })
    void onlyListedOriginsAndTheServersOwnPagesMayAsk(String origin, boolean allowed) {
        assertEquals(allowed, Origins.allowed(WIDGET, origin, "chat.example:8001"), origin);
    }

    @ParameterizedTest
    @CsvSource({
        "https://chat.example, true",
        "http://chat.example, true",
        "https://chat.example:444, false"
    })
    void aHostWithoutPortStandsForTheSchemesOwn(String origin, boolean allowed) {
        assertEquals(allowed, Origins.isOwn(origin, "Chat.Example"), origin);
    }
}
