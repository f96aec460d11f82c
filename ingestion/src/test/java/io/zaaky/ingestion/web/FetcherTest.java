package io.zaaky.ingestion.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FetcherTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n";

    private static String get(Fetcher fetcher, WebUrl url) throws InterruptedException {
        return Fetchers.told(fetcher.fetch(url, Validators.NONE, type -> type.contains("html")));
    }

    private static String answerTo(RawServer.Script script) throws InterruptedException {
        return answerTo(Fetchers.QUICK, script);
    }

    /** What becomes of a page whose server plays this, once it has said that it has no robots. */
    private static String answerTo(FetchLimits limits, RawServer.Script script)
            throws InterruptedException {
        var asked = new AtomicInteger();
        try (var server =
                new RawServer(
                        out -> {
                            if (asked.getAndIncrement() == 0) {
                                out.write(RawServer.bytes("HTTP/1.1 404 Not Found\r\n\r\n"));
                            } else {
                                script.play(out);
                            }
                        })) {
            return get(Fetchers.of(limits, HostLookup.SYSTEM, "127.0.0.0/8"), server.url());
        }
    }

    @Test
    void aPageIsFetched() throws InterruptedException {
        try (var site = new TestSite()) {
            site.page("/a", "hello").redirect("/old", "/a");
            assertEquals("page hello", get(Fetchers.to("127.0.0.1"), site.url("/a")));
            assertEquals("page hello", get(Fetchers.to("127.0.0.1"), site.url("/old")));
            assertEquals(
                    "gone: The server says that it is not there (404).",
                    get(Fetchers.to("127.0.0.1"), site.url("/nothing")));
        }
    }

    @Test
    @Tag("ING-03")
    void aMachineOfOnesOwnIsNotAskedUnlessItIsAllowed() throws InterruptedException {
        try (var canary = RawServer.canary("127.0.0.1")) {
            String told = get(Fetchers.to("10.0.0.0/8"), canary.url());
            assertTrue(told.contains("not a public one"), told);
            assertEquals(0, canary.connections());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    @Tag("ING-01")
    void aRedirectToAPrivateAddressIsRefusedAtTheHop(int status) throws InterruptedException {
        try (var canary = RawServer.canary("127.0.0.1");
                var site = new TestSite("127.0.0.2")) {
            String to = "http://127.0.0.1:" + canary.port() + "/secret";
            site.answer("/a", status, "", Map.of("Location", to));
            var start = WebUrl.parse("http://127.0.0.2:" + site.port() + "/a");
            String told = get(Fetchers.to("127.0.0.2"), start);
            assertTrue(told.contains("not a public one"), told);
            assertEquals(0, canary.connections());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd", "http://user@127.0.0.3/", "http:\\\\127.0.0.3", "//127.1/",
                "http://2130706435/", "gopher://127.0.0.3/", "", "http://[::1"
            })
    @Tag("ING-01")
    void aRedirectToAnOddAddressIsRefused(String location) throws InterruptedException {
        try (var site = new TestSite()) {
            site.answer("/a", 302, "", Map.of("Location", location));
            String told = get(Fetchers.to("127.0.0.1"), site.url("/a"));
            assertTrue(told.startsWith("failed: "), told);
            assertEquals(
                    List.of("/robots.txt", "/a"),
                    site.requests().stream().distinct().limit(2).toList());
        }
    }

    @Test
    @Tag("ING-01")
    void pagesThatSendOneElsewhereByThemselvesAreNotObeyed() throws InterruptedException {
        try (var canary = RawServer.canary("127.0.0.1");
                var site = new TestSite("127.0.0.2")) {
            String to = "http://127.0.0.1:" + canary.port() + "/";
            site.answer(
                    "/a",
                    200,
                    "<meta http-equiv=refresh content='0;url=" + to + "'>stay",
                    Map.of("Content-Type", "text/html", "Refresh", "0;url=" + to));
            var start = WebUrl.parse("http://127.0.0.2:" + site.port() + "/a");
            assertTrue(get(Fetchers.to("127.0.0.0/8"), start).endsWith("stay"));
            assertEquals(0, canary.connections());
        }
    }

    @Test
    @Tag("ING-07")
    void aCircleOfRedirectsEnds() throws InterruptedException {
        try (var site = new TestSite()) {
            site.redirect("/a", "/b").redirect("/b", "/a");
            assertEquals(
                    "failed: More than 5 redirects.",
                    get(Fetchers.to("127.0.0.1"), site.url("/a")));
            assertEquals(7, site.requests().size(), "robots.txt, the page and five redirects");
        }
    }

    @Test
    @Tag("ING-04")
    void aNameIsAskedForOnceAndItsAnswerIsWhatIsConnectedTo() throws InterruptedException {
        try (var canary = RawServer.canary("127.0.0.1");
                var site = new TestSite("127.0.0.2")) {
            site.page("/a", "public");
            var asked = new AtomicInteger();
            HostLookup rebinding = // the second hop's answer, had anybody asked again, is ours
                    name ->
                            Fetchers.addresses(
                                    asked.getAndIncrement() < 2 ? "127.0.0.2" : "127.0.0.1");
            Fetcher fetcher = Fetchers.of(Fetchers.QUICK, rebinding, "127.0.0.2");
            var url = WebUrl.parse("http://site.test:" + site.port() + "/a");
            assertEquals("page public", get(fetcher, url));
            assertEquals(2, asked.get(), "robots.txt and the page");
            var again = WebUrl.parse("http://site.test:" + canary.port() + "/a");
            assertEquals("failed: " + FetchException.NO_HOST, get(fetcher, again));
            assertEquals(0, canary.connections());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "10.0.0.1", "169.254.169.254", "fd00::1"})
    @Tag("ING-04")
    void oneBadAddressAmongGoodOnesRefusesTheName(String bad) throws InterruptedException {
        try (var canary = RawServer.canary("127.0.0.2")) {
            HostLookup lookup = name -> Fetchers.addresses("127.0.0.2", bad);
            String told =
                    get(
                            Fetchers.of(Fetchers.QUICK, lookup, "127.0.0.2"),
                            WebUrl.parse("http://site.test:" + canary.port() + "/"));
            assertTrue(told.startsWith("failed: "), told);
            assertEquals(0, canary.connections());
        }
    }

    @Test
    @Tag("ING-05")
    void aPublicNameAtAnotherPortIsRefused() throws InterruptedException {
        HostLookup lookup = name -> Fetchers.addresses("1.1.1.1");
        String told =
                get(
                        Fetchers.of(Fetchers.QUICK, lookup, "10.0.0.0/8"),
                        WebUrl.parse("http://site.test:6379/"));
        assertEquals("failed: " + FetchException.NO_HOST, told);
        assertTrue(
                get(Fetchers.of(Fetchers.QUICK, lookup), WebUrl.parse("http://site.test:6379/"))
                        .contains("Its port is not 80 or 443"),
                "known without asking for the name");
    }

    @Test
    @Tag("ING-07")
    void aBodyThatDripsIsCutAtTheTimeLimit() throws InterruptedException {
        assertCutWhileDripping(OK + "\r\n");
    }

    @Test
    @Tag("ING-07")
    void headersThatDripAreCutAtTheTimeLimit() throws InterruptedException {
        assertCutWhileDripping("HTTP/1.1 200 OK\r\nX: ");
    }

    private void assertCutWhileDripping(String beginning) throws InterruptedException {
        var limits =
                new FetchLimits(Duration.ofSeconds(5), Duration.ofMillis(700), 1000, Duration.ZERO);
        String told =
                answerTo(
                        limits,
                        out -> {
                            out.write(RawServer.bytes(beginning));
                            while (true) {
                                out.write('x');
                                out.flush();
                                Thread.sleep(50);
                            }
                        });
        assertEquals("failed: It took longer than 700 ms.", told);
    }

    @Test
    @Tag("ING-07")
    void aBodyWithoutEndIsCutAtTheSizeLimit() throws InterruptedException {
        var written = new AtomicInteger();
        String told =
                answerTo(
                        out -> {
                            out.write(RawServer.bytes(OK + "\r\n"));
                            while (true) {
                                out.write(new byte[1 << 16]);
                                written.incrementAndGet();
                            }
                        });
        assertEquals("failed: It is larger than 100000 bytes.", told);
        assertTrue(written.get() < 1000, "read " + written + " parts");
    }

    @Test
    @Tag("ING-07")
    void headersWithoutEndAreCut() throws InterruptedException {
        String told =
                answerTo(
                        out -> {
                            out.write(RawServer.bytes(OK));
                            while (true) {
                                out.write(RawServer.bytes("X-More: " + "x".repeat(1000) + "\r\n"));
                            }
                        });
        assertTrue(told.startsWith("failed: It can't be had"), told);
        told =
                answerTo(
                        out -> {
                            out.write(RawServer.bytes(OK + "X-Long: "));
                            while (true) {
                                out.write(RawServer.bytes("x".repeat(1000)));
                            }
                        });
        assertTrue(told.startsWith("failed: It can't be had"), told);
    }

    @Test
    @Tag("ING-07")
    void whatIsCompressedThoughNobodyAskedIsNotUnpacked() throws Exception {
        byte[] bomb = bomb();
        String told =
                answerTo(
                        out -> {
                            out.write(RawServer.bytes(OK + "Content-Encoding: gzip\r\n\r\n"));
                            out.write(bomb);
                        });
        assertEquals("failed: It comes compressed, though that was not asked for.", told);
    }

    private static byte[] bomb() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            for (int i = 0; i < 100; i++) {
                gzip.write(new byte[1 << 20]);
            }
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 100\r\n\r\nshort",
                "Content-Length: -1\r\n\r\nshort",
                "Content-Length: 99999999999999999999\r\n\r\nshort",
                "Transfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n",
                "Transfer-Encoding: chunked\r\n\r\nzz\r\nshort\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\nFFFFFFFF\r\nshort"
            })
    @Tag("ING-07")
    void aServerThatLiesAboutTheLengthIsNotBelieved(String rest) throws InterruptedException {
        String told = answerTo(out -> out.write(RawServer.bytes(OK + rest)));
        assertTrue(told.startsWith("failed: "), told);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "nonsense\r\n\r\n", "HTTP/1.1 999999 X\r\n\r\n", "HTTP/9.9 200\r\n"})
    @Tag("ING-07")
    void whatIsNoAnswerIsAFailure(String answer) throws InterruptedException {
        String told = answerTo(out -> out.write(RawServer.bytes(answer)));
        assertTrue(told.startsWith("failed: "), told);
    }

    @Test
    void aBodyThatEndsWithTheConnectionIsRead() throws InterruptedException {
        assertEquals("page hello", answerTo(out -> out.write(RawServer.bytes(OK + "\r\nhello"))));
        assertEquals(
                "page hello",
                answerTo(
                        out ->
                                out.write(
                                        RawServer.bytes(
                                                "HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n"
                                                        + "hello"))));
    }

    @Test
    void whatRobotsForbidIsNotAskedForAndAPageThatTheyAreNotAskedAboutIs() throws Exception {
        try (var site = new TestSite()) {
            site.answer(
                    "/robots.txt",
                    200,
                    "User-agent: *\nDisallow: /\n\nUser-agent: zaaky\nDisallow: /private\n",
                    Map.of("Content-Type", "text/plain"));
            site.page("/private/a", "secret").page("/open", "hello").redirect("/in", "/private/a");
            Fetcher fetcher = Fetchers.to("127.0.0.1");
            assertEquals("page hello", get(fetcher, site.url("/open")));
            String forbidden = "unwanted: The site's robots.txt forbids it.";
            assertEquals(forbidden, get(fetcher, site.url("/private/a")));
            assertEquals(forbidden, get(fetcher, site.url("/in")));
            assertEquals(List.of("/robots.txt", "/open", "/in"), site.requests());
        }
    }

    @Test
    void aSiteWhoseRobotsCannotBeHadIsLeftInPeace() throws InterruptedException {
        try (var site = new TestSite()) {
            site.status("/robots.txt", 503).page("/a", "hello");
            Fetcher fetcher = Fetchers.to("127.0.0.1");
            String told = get(fetcher, site.url("/a"));
            assertTrue(told.contains("robots.txt can't be had"), told);
            site.status("/robots.txt", 403);
            assertEquals("page hello", get(fetcher, site.url("/a")));
        }
    }

    @Test
    void betweenTwoRequestsIsThePauseThatRobotsAskFor() throws InterruptedException {
        try (var site = new TestSite()) {
            site.answer(
                    "/robots.txt",
                    200,
                    "User-agent: *\nCrawl-delay: 3\n",
                    Map.of("Content-Type", "text/plain"));
            site.page("/a", "a").page("/b", "b");
            List<Duration> rests = new ArrayList<>();
            var fetcher =
                    new Fetcher(
                            new AddressRules(List.of(Network.parse("127.0.0.1"))),
                            HostLookup.SYSTEM,
                            FetchLimits.standard(1000),
                            new Hosts(() -> 0, rests::add),
                            Clock.systemUTC());
            get(fetcher, site.url("/a"));
            get(fetcher, site.url("/b"));
            assertEquals(List.of(Duration.ofSeconds(3), Duration.ofSeconds(3)), rests);
        }
    }

    @Test
    void whatCannotBeReadIsNotDownloaded() throws InterruptedException {
        try (var site = new TestSite()) {
            site.answer("/a.png", 200, "x", Map.of("Content-Type", "image/png"));
            String told = get(Fetchers.to("127.0.0.1"), site.url("/a.png"));
            assertEquals("unwanted: Its content type can't be read: image/png.", told);
        }
    }

    @Test
    void theServerIsToldWhoAsksAndGetsNothingElse() throws InterruptedException {
        var seen = new ArrayList<String>();
        try (var site = new HeaderSite(seen)) {
            Fetcher fetcher = Fetchers.to("127.0.0.1");
            get(fetcher, site.url("/a"));
            get(fetcher, site.url("/b"));
            assertTrue(seen.contains("user-agent: Zaaky"), seen::toString);
            assertTrue(seen.contains("accept-encoding: identity"), seen::toString);
            assertFalse(seen.toString().contains("cookie"), seen::toString);
            assertFalse(seen.toString().contains("upgrade"), seen::toString);
        }
    }
}
