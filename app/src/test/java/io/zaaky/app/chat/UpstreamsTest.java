package io.zaaky.app.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.plugin.ChatbotParts.NamedModel;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class UpstreamsTest {
    private static final ChatbotKey DESK = new ChatbotKey("harbor", "desk");
    private static final ChatbotKey HALL = new ChatbotKey("harbor", "hall");
    private static final ChatbotKey OTHER = new ChatbotKey("acme", "bot");
    private static final String HOST = "http://host:8080/v1";
    private final PluginException silent = new PluginException(Reason.TIMED_OUT, "silent");
    private final PluginException refused =
            new PluginException(Reason.UNAVAILABLE, "refused").unreachable();

    private final SetClock clock = new SetClock();
    private final Upstreams upstreams = new Upstreams(ProviderLimits.STANDARD, clock, () -> 0.5);

    @Test
    void chatbotsOfOneOrganisationShareAModelOfOneAddressAndKey() {
        assertSame(
                at(DESK, "openai", "k", "http://host:8080/v1"),
                at(HALL, "openai", "k", "http://HOST:8080/v1/"));
    }

    @Test
    @Tag("RES-04")
    @Tag("RES-16")
    void anotherOrganisationKeyModelAddressPathOrProviderIsAnother() {
        Upstream one = at(DESK, "openai", "k", HOST);
        assertNotSame(one, at(OTHER, "openai", "k", HOST));
        assertNotSame(one, at(DESK, "openai", "l", HOST));
        assertNotSame(one, at(DESK, "openai", "", HOST));
        assertNotSame(one, at(DESK, "openai", "k", "http://host:8081/v1"));
        assertNotSame(one, at(DESK, "openai", "k", "http://host:8080/v2"));
        assertNotSame(one, at(DESK, "openai", "k", "https://host:8080/v1"));
        assertNotSame(one, at(DESK, "ollama", "k", HOST));
        var named = new FakeModel(100).at(URI.create(HOST)).named("large");
        assertNotSame(one, of(DESK, new NamedModel("openai", "k", named)));
    }

    @Test
    void aModelWithoutAnAddressIsItsChatbotsOwn() {
        Upstream one = without(DESK);
        assertSame(one, without(DESK));
        assertNotSame(one, without(HALL));
        assertNotSame(one, without(OTHER));
    }

    /** What a server answers one of them, or does not, keeps nobody else from it. */
    @Test
    @Tag("RES-16")
    void failuresOfOneModelKeepNoOtherAway() {
        Upstream one = at(DESK, "openai", "k", HOST);
        List<Upstream> others =
                List.of(at(OTHER, "openai", "k", HOST), at(DESK, "openai", "l", HOST));
        for (PluginException failure :
                List.of(
                        silent,
                        new PluginException(Reason.UNAVAILABLE, "500").retryable(Duration.ZERO))) {
            for (int i = 0; i < 30; i++) {
                one.admit().ifPresent(call -> failed(call, failure));
            }
            assertEquals(BreakerState.OPEN, one.state());
            for (Upstream other : others) {
                assertEquals(BreakerState.CLOSED, other.state());
                other.firstAttempt();
                try (Upstream.Call call = other.admit().orElseThrow()) {
                    var busy =
                            new PluginException(Reason.RATE_LIMITED, "busy")
                                    .retryable(Duration.ZERO);
                    assertTrue(call.again(busy).isPresent(), "its second attempt was taken");
                }
                other.firstAttempt();
            }
            clock.pass(Duration.ofMinutes(2));
            one.admit().ifPresent(UpstreamsTest::spoke);
            others.forEach(UpstreamsTest::earn);
        }
    }

    @Test
    @Tag("RES-16")
    void aServerThatTakesNoConnectionsIsAskedByNobodyAndThenByAll() {
        Upstream one = at(DESK, "openai", "k", HOST);
        Upstream other = at(OTHER, "openai", "m", HOST);
        Upstream elsewhere = at(OTHER, "openai", "m", "http://host:8081/v1");
        for (int i = 0; i < 10; i++) {
            failed((i % 2 == 0 ? one : other).admit().orElseThrow(), refused);
        }
        for (Upstream away : List.of(one, other)) {
            assertTrue(away.admit().isEmpty());
            assertEquals(BreakerState.OPEN, away.state());
            String said = String.valueOf(away.refusal().getMessage());
            assertTrue(said.contains(HOST) && said.contains("no connections"), said);
            assertTrue(!said.contains("harbor") && !said.contains("acme"), said);
        }
        assertTrue(elsewhere.admit().isPresent());
        clock.pass(Duration.ofSeconds(5));
        try (Upstream.Call waiting = one.admit().orElseThrow();
                Upstream.Call call = other.admit().orElseThrow()) {
            call.spoke(); // while the first one still waits for its model
            waiting.failed(silent);
        }
        assertEquals(BreakerState.CLOSED, other.state());
    }

    @Test
    void modelsOfAProviderAreCountedByState() {
        at(OTHER, "openai", "k", "http://one/v1");
        Upstream broken = at(DESK, "openai", "k", "http://two/v1");
        without(DESK);
        for (int i = 0; i < 10; i++) {
            failed(broken.admit().orElseThrow(), silent);
        }
        assertEquals(List.of("extractive", "openai"), upstreams.providers());
        assertEquals(1, upstreams.count("openai", BreakerState.CLOSED));
        assertEquals(1, upstreams.count("openai", BreakerState.OPEN));
        assertEquals(0, upstreams.count("openai", BreakerState.HALF_OPEN));
        assertEquals(1, upstreams.count("extractive", BreakerState.CLOSED));
    }

    /** A reload makes a chatbot anew before the old one ends: what is known of its model stays. */
    @Test
    void whatIsKnownStaysAsLongAsAChatbotUsesItAndNoLonger() {
        List<NamedModel> models = List.of(openai("k", HOST), openai("l", HOST));
        Upstreams.Use before = upstreams.of(DESK, models);
        Upstream known = before.candidates().getFirst().upstream();
        for (int i = 0; i < 10; i++) {
            failed(known.admit().orElseThrow(), silent);
        }
        Upstreams.Use after = upstreams.of(DESK, models.subList(0, 1));
        before.close();
        before.close();
        assertSame(known, after.candidates().getFirst().upstream());
        assertEquals(1, upstreams.count("openai", BreakerState.OPEN));
        assertEquals(0, upstreams.count("openai", BreakerState.CLOSED));
        after.close();
        assertEquals(List.of(), upstreams.providers());
        assertEquals(BreakerState.CLOSED, at(DESK, "openai", "k", HOST).state());
    }

    private static void failed(Upstream.Call call, PluginException e) {
        try (call) {
            call.failed(e);
        }
    }

    private static void spoke(Upstream.Call call) {
        try (call) {
            call.spoke();
            call.ended();
        }
    }

    private static void earn(Upstream upstream) {
        for (int i = 0; i < 10; i++) {
            upstream.firstAttempt();
        }
    }

    private static NamedModel openai(String key, String address) {
        return new NamedModel("openai", key, new FakeModel(100).at(URI.create(address)));
    }

    private Upstream at(ChatbotKey chatbot, String provider, String key, String address) {
        var model = new FakeModel(100).at(URI.create(address));
        return of(chatbot, new NamedModel(provider, key, model));
    }

    private Upstream without(ChatbotKey chatbot) {
        return of(chatbot, new NamedModel("extractive", "", new FakeModel(100)));
    }

    private Upstream of(ChatbotKey chatbot, NamedModel model) {
        return upstreams.of(chatbot, List.of(model)).candidates().getFirst().upstream();
    }
}
