package io.zaaky.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.zaaky.spi.ConfigNode;
import io.zaaky.spi.Problem;
import io.zaaky.spi.Settings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses of providers, in which people put keys. */
class AddressSettingsTest {
    private static final URI OTHERWISE = URI.create("http://127.0.0.1:1/v1");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://planted@models.example/v1",
                "https://me:planted@models.example/v1",
                "https://models.example/v1?key=planted",
                "https://models.example/v1#planted",
                "https://models.example/v1?key=planted and more",
                "planted"
            })
    @Tag("SEC-02")
    void aKeyInAnAddressIsAProblemThatDoesNotShowIt(String address) {
        var at = new ConfigNode.Location("acme.yaml", 3);
        var node = new ConfigNode.Table(Map.of("base-url", new ConfigNode.Text(address, at)), at);
        List<Problem> problems = new ArrayList<>();
        var settings = new Settings(node, "llm", problems::add);
        assertEquals(OTHERWISE, settings.uri("base-url", OTHERWISE));
        assertEquals(1, problems.size(), problems::toString);
        assertFalse(problems.toString().contains("planted"), problems::toString);
    }
}
