package io.zaaky.app.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.zaaky.app.plugin.ChatbotParts.NamedModel;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class UpstreamsTest {
    private static final ChatbotKey DESK = new ChatbotKey("harbor", "desk");
    private static final ChatbotKey OTHER = new ChatbotKey("acme", "bot");

    private final Upstreams upstreams = new Upstreams(new SetClock());

    @Test
    void chatbotsOfOneAddressShareIt() {
        assertSame(
                at(DESK, "openai", "http://host:8080/v1"),
                at(OTHER, "openai", "http://HOST:8080/v1/"));
    }

    @Test
    @Tag("RES-04")
    void anotherAddressPathOrProviderIsAnother() {
        Upstream one = at(DESK, "openai", "http://host:8080/v1");
        assertNotSame(one, at(DESK, "openai", "http://host:8081/v1"));
        assertNotSame(one, at(DESK, "openai", "http://host:8080/v2"));
        assertNotSame(one, at(DESK, "openai", "https://host:8080/v1"));
        assertNotSame(one, at(DESK, "ollama", "http://host:8080/v1"));
    }

    @Test
    void aModelWithoutAnAddressIsItsChatbotsOwn() {
        Upstream one = without(DESK);
        assertSame(one, without(DESK));
        assertNotSame(one, without(OTHER));
    }

    @Test
    void theServersOfAProviderAreCountedByState() {
        at(OTHER, "openai", "http://one/v1");
        Upstream broken = at(DESK, "openai", "http://two/v1");
        without(DESK);
        for (int i = 0; i < 10; i++) {
            try (Breaker.Call call = broken.breaker().admit().orElseThrow()) {
                call.failed(new PluginException(Reason.TIMED_OUT, "down"));
            }
        }
        assertEquals(List.of("extractive", "openai"), upstreams.providers());
        assertEquals(1, upstreams.count("openai", BreakerState.CLOSED));
        assertEquals(1, upstreams.count("openai", BreakerState.OPEN));
        assertEquals(0, upstreams.count("openai", BreakerState.HALF_OPEN));
        assertEquals(1, upstreams.count("extractive", BreakerState.CLOSED));
    }

    private Upstream at(ChatbotKey chatbot, String provider, String address) {
        return of(chatbot, provider, new FakeModel(100).at(URI.create(address)));
    }

    private Upstream without(ChatbotKey chatbot) {
        return of(chatbot, "extractive", new FakeModel(100));
    }

    private Upstream of(ChatbotKey chatbot, String provider, FakeModel model) {
        return upstreams
                .of(chatbot, List.of(new NamedModel(provider, model)))
                .getFirst()
                .upstream();
    }
}
