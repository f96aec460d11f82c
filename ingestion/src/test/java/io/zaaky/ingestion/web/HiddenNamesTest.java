package io.zaaky.ingestion.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever may have pages fetched learns nothing about the names of the operator's network. */
@Tag("ING-30")
class HiddenNamesTest {
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final FetchLimits LIMITS =
            new FetchLimits(Duration.ofSeconds(5), Duration.ofSeconds(20), 10_000, PAUSE);
    private static final String UNKNOWN = "unknown";

    /** What somebody sees of a page that could not be had, and how long it was waited for. */
    private record Seen(int status, String reason, boolean down, List<Duration> rests) {}

    private record Outcome(Seen seen, String detail) {}

    private static HostLookup leadsTo(String address) {
        return name -> {
            if (address.equals(UNKNOWN)) {
                throw new UnknownHostException(name);
            }
            return Fetchers.addresses(address.split(","));
        };
    }

    private static Outcome fetch(String url, HostLookup lookup) throws InterruptedException {
        List<Duration> rests = new ArrayList<>();
        var fetcher =
                new Fetcher(
                        new AddressRules(List.of(Network.parse("127.0.0.1"))),
                        lookup,
                        LIMITS,
                        new Hosts(() -> 0, rests::add),
                        Clock.systemUTC());
        Fetched fetched = fetcher.fetch(WebUrl.parse(url), Validators.NONE, type -> true);
        if (fetched
                instanceof Fetched.Failed(int status, String why, String detail, boolean down)) {
            return new Outcome(new Seen(status, why, down, rests), detail);
        }
        throw new AssertionError(Fetchers.told(fetched));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.5",
                "127.0.0.2",
                "192.168.1.1",
                "169.254.169.254",
                "fd00::1",
                "::1",
                "1.1.1.1,10.0.0.5",
                "1.1.1.1"
            })
    void aNameThatIsKnownLooksLikeOneThatIsNot(String address) throws InterruptedException {
        for (String url : List.of("http://vm:8080/", "https://vm:8080/a")) {
            Outcome unknown = fetch(url, leadsTo(UNKNOWN));
            Outcome known = fetch(url, leadsTo(address));
            assertEquals(unknown.seen(), known.seen());
            assertEquals(List.of(PAUSE), known.seen().rests());
            assertNotEquals(unknown.detail(), known.detail());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.5", "127.0.0.2", "169.254.169.254", "1.1.1.1"})
    void aRedirectToANameTellsNoMore(String address) throws InterruptedException {
        try (var site = new TestSite()) {
            site.answer("/a", 302, "", Map.of("Location", "http://vm:8080/secret"));
            String url = site.url("/a").toString();
            Outcome unknown = fetch(url, leadsTo(UNKNOWN));
            Outcome known = fetch(url, leadsTo(address));
            assertEquals(unknown.seen(), known.seen());
            assertFalse(known.seen().down(), "the page leads there, the site is well");
            assertNotEquals(unknown.detail(), known.detail());
        }
    }

    @Test
    void theLogAloneNamesTheCause() throws InterruptedException {
        assertEquals("the name vm is not known", fetch("http://vm/", leadsTo(UNKNOWN)).detail());
        Outcome inside = fetch("http://vm/", leadsTo("10.0.0.5"));
        assertEquals(
                "vm is 10.0.0.5: Its address is not a public one, and knowledge.allow lacks it.",
                inside.detail());
        assertFalse(inside.seen().reason().contains("10.0.0.5"), inside::toString);
    }

    @Test
    void aServerThatCannotBeConnectedToIsNamedInTheLogOnly() throws InterruptedException {
        int port;
        try (var gone = RawServer.canary("127.0.0.1")) {
            port = gone.port();
        }
        Outcome refused = fetch("http://vm:" + port + "/", leadsTo("127.0.0.1"));
        assertEquals(
                "Its robots.txt can't be had: It can't be had: the connection failed.",
                refused.seen().reason());
        assertTrue(refused.detail().contains("Connection refused"), refused::toString);
    }

    @Test
    void aNameWhoseLookupDoesNotEndLooksLikeOneThatIsNotKnown() throws InterruptedException {
        var never = new CountDownLatch(1);
        HostLookup hangs =
                name -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    throw new UnknownHostException(name);
                };
        var limits =
                new FetchLimits(Duration.ofSeconds(1), Duration.ofMillis(50), 10, Duration.ZERO);
        Fetched fetched =
                Fetchers.of(limits, hangs)
                        .fetch(WebUrl.parse("http://vm/"), Validators.NONE, type -> true);
        assertEquals("failed: " + FetchException.NO_HOST, Fetchers.told(fetched));
    }
}
