package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.zaaky.app.config.AllowedOrigins;
import io.zaaky.app.config.WidgetSettings;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginsTest {
    private static final WidgetSettings WIDGET =
            new WidgetSettings(
                    "t", "", "", List.of(), "", AllowedOrigins.of(List.of("https://good.example")));
    private static final PublicHosts HOSTS =
            new PublicHosts(List.of("chat.example"), List.of("127.0.0.1"));

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
        assertEquals(allowed, Origins.allowed(WIDGET, origin, "chat.example:8001", HOSTS), origin);
    }

    @ParameterizedTest
    @Tag("HTTP-16")
    @CsvSource({
        "http://evil.example:8001, evil.example:8001, false",
        "http://localhost:8001, localhost:8001, true",
        "http://localhost:8002, localhost:8001, false",
        "http://localhost.evil.example:8001, localhost.evil.example:8001, false",
        "http://xlocalhost:8001, xlocalhost:8001, false",
        "http://127.0.0.1:8001, 127.0.0.1:8001, true",
        "http://127.0.0.1.evil.example:8001, 127.0.0.1.evil.example:8001, false",
        "http://[::1]:8001, [::1]:8001, true",
        "http://192.0.2.7:8001, 192.0.2.7:8001, false",
        "http://chat.example.evil.example, chat.example.evil.example, false",
        "https://good.example, evil.example, true",
        "null, null, false"
    })
    void aPageIsTheServersOwnByANameOfTheServer(String origin, String host, boolean allowed) {
        assertEquals(allowed, Origins.allowed(WIDGET, origin, host, HOSTS), origin);
    }

    @ParameterizedTest
    @Tag("HTTP-16")
    @CsvSource({
        "chat.example, true",
        "Chat.Example.:443, true",
        "'[::ffff:127.0.0.1]:1', true",
        "192.0.2.7, true",
        "'[2001:db8::1]:80', true",
        "evil.example, false",
        "'', false",
        "' ', false",
        "'chat.example:80:80', false",
        "'chat.example, evil.example', false",
        "'chat.example@evil.example', false",
        "'chat.example/', false",
        "'[chat.example]', false",
        "'[127.0.0.1', false",
        "'127.0.0.1:x', false"
    })
    void onlyNamesThatAreKnownAndAddressesAreSafeFromStrangersPages(String host, boolean safe) {
        assertEquals(safe, HOSTS.isSafe(host), host);
    }

    @ParameterizedTest
    @CsvSource({
        "https://chat.example, true",
        "http://chat.example, true",
        "https://chat.example:444, false"
    })
    void aHostWithoutPortStandsForTheSchemesOwn(String origin, boolean allowed) {
        assertEquals(allowed, Origins.isAt(origin, "Chat.Example"), origin);
    }
}
