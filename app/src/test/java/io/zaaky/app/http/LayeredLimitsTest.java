package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.RunningServer;
import io.zaaky.spi.ConversationKey;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits on questions, and the ways around them that there are not. */
class LayeredLimitsTest {
    private static final int FOUR = 4;

    /** By the day, so that none is earned back while a test runs. */
    private static final String FOUR_A_DAY = "messages-per-minute: 100000, messages-per-day: 4";

    private static final String TRUSTED = "server: {trusted-proxies: [127.0.0.1]}\n";

    /** What one proxy or another is believed by. */
    private static final List<String> TRUST =
            List.of(
                    "X-Forwarded-For",
                    "X-Real-IP",
                    "Forwarded",
                    "True-Client-IP",
                    "CF-Connecting-IP",
                    "CF-Connecting-IPv6",
                    "Fastly-Client-IP",
                    "X-Client-IP",
                    "X-Cluster-Client-IP",
                    "X-Original-Forwarded-For",
                    "X-Originating-IP",
                    "X-Remote-IP",
                    "X-Remote-Addr",
                    "X-Envoy-External-Address",
                    "X-Appengine-User-IP",
                    "Ali-CDN-Real-IP",
                    "Cdn-Src-Ip",
                    "X-Forwarded",
                    "X-Forwarded-Client-IP",
                    "X-ProxyUser-Ip",
                    "X-Azure-ClientIP",
                    "X-Azure-SocketIP",
                    "X-Nginx-Proxy",
                    "X-Host",
                    "X-Forwarded-Host",
                    "X-Forwarded-Server",
                    "X-Forwarded-Proto",
                    "X-Forwarded-Port",
                    "X-Forwarded-User",
                    "X-Remote-User",
                    "X-Authenticated-User",
                    "X-Api-Key",
                    "X-Original-URL",
                    "X-Rewrite-URL",
                    "X-HTTP-Method-Override",
                    "X-Session-Id",
                    "X-Request-Id",
                    "X-Forwarded-Email",
                    "X-Internal",
                    "Proxy-Authorization");

    @TempDir Path folder;

    private RunningServer start(String zaaky, String limits) {
        return RunningServer.start(
                folder,
                zaaky,
                """
                chatbots:
                  bot:
                    llm: {provider: extractive}
                    limits: {concurrent-answers: 1000, %s}
                  two:
                    llm: {provider: extractive}
                """
                        .formatted(limits));
    }

    @Test
    @Tag("COST-01")
    void fortyHeadersThatLookLikeTrustAreOneVisitors() {
        try (var server = start("", FOUR_A_DAY)) {
            int answered = 0;
            for (int i = 0; i < 100; i++) {
                List<String> headers = new ArrayList<>();
                for (String name : TRUST) {
                    headers.addAll(List.of(name, "203.0.113." + i));
                }
                answered += ask(server, "", headers) == 200 ? 1 : 0;
            }
            assertEquals(FOUR, answered);
        }
    }

    @Test
    @Tag("COST-01")
    void behindATrustedProxyTheLastHopIsTheVisitor() {
        try (var server = start(TRUSTED, FOUR_A_DAY)) {
            int answered = 0;
            for (int i = 0; i < 50; i++) {
                String left = "198.51.100." + i + ", unknown, 10.0.0." + i;
                answered += ask(server, "", forwarded(left + ", 203.0.113.9")) == 200 ? 1 : 0;
            }
            assertEquals(FOUR, answered);
            assertEquals(200, ask(server, "", forwarded("203.0.113.9, 203.0.113.10")));
        }
    }

    @Test
    @Tag("COST-01")
    void rubbishAndAHundredHopsAreTheProxysOwnOrTheLastOnes() {
        try (var server = start(TRUSTED, FOUR_A_DAY)) {
            String hundred = String.join(", ", Collections.nCopies(99, "198.51.100.7"));
            List<String> rubbish =
                    List.of(
                            ",,,,",
                            "127.0.0.1",
                            "unknown",
                            "_hidden",
                            "999.999.999.999",
                            "[::1",
                            "::1::2",
                            "%00",
                            "' OR 1=1 --",
                            "evil.example",
                            "203.0.113.9;for=1",
                            ",".repeat(3000));
            int answered = 0;
            for (String each : rubbish) {
                int status = ask(server, "", forwarded(each));
                assertTrue(status == 200 || status == 429, each + ": " + status);
                answered += status == 200 ? 1 : 0;
            }
            assertEquals(FOUR, answered, "all of it is the proxy");
            assertEquals(200, ask(server, "", forwarded(hundred + ", 203.0.113.20")));
            assertEquals(429, ask(server, "", forwarded("127.0.0.1, garbage")));
        }
    }

    @Test
    @Tag("COST-03")
    void aThousandAddressesOfOneIpv6NetworkAreOne() {
        try (var server = start(TRUSTED, FOUR_A_DAY)) {
            int answered = 0;
            for (int i = 0; i < 1000; i++) {
                String address = "2001:db8:1:2:%x::%x".formatted(i, i + 1);
                answered += ask(server, "", forwarded(address)) == 200 ? 1 : 0;
            }
            assertEquals(FOUR, answered);
            assertEquals(200, ask(server, "", forwarded("2001:db8:1:3::1")));
        }
    }

    @Test
    @Tag("COST-02")
    void freshSessionsHelpNobodyAndFiftyAddressesMeetTheChatbotsLimit() {
        String total = "messages-per-day: 4, total-per-day: 20";
        try (var server = start(TRUSTED, total)) {
            int answered = 0;
            for (int i = 0; i < 500; i++) {
                String session = "a-fresh-session-of-number-%04d".formatted(i);
                assertTrue(ConversationKey.isStrong(session));
                answered += ask(server, session, forwarded("203.0.113.1")) == 200 ? 1 : 0;
            }
            assertEquals(FOUR, answered);
            for (int i = 2; i < 52; i++) {
                answered += ask(server, "", forwarded("203.0.113." + i)) == 200 ? 1 : 0;
            }
            assertEquals(20, answered);
            assertEquals(
                    200,
                    server.chat(RunningServer.body("acme/two", "Hello", "")).statusCode(),
                    "another chatbot");
        }
    }

    @Test
    @Tag("COST-02")
    void aSessionThatComesFromManyAddressesIsStillOne() {
        try (var server = start(TRUSTED, FOUR_A_DAY)) {
            int answered = 0;
            for (int i = 0; i < 50; i++) {
                String session = "a-session-that-is-long-enough";
                answered += ask(server, session, forwarded("203.0.113." + i)) == 200 ? 1 : 0;
            }
            assertEquals(FOUR, answered);
        }
    }

    @Test
    @Tag("COST-06")
    void ofTwoHundredFirstQuestionsTogetherAsManyAreAnsweredAsAreAllowed() throws Exception {
        try (var server = start("server: {max-streams: 1000}\n", FOUR_A_DAY);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new CyclicBarrier(200);
            List<Callable<Integer>> questions =
                    Collections.nCopies(
                            200,
                            () -> {
                                all.await();
                                return ask(server, "", List.of());
                            });
            List<Integer> seen = new ArrayList<>();
            for (Future<Integer> each : threads.invokeAll(questions)) {
                seen.add(each.get());
            }
            assertEquals(FOUR, Collections.frequency(seen, 200), seen::toString);
            assertEquals(200 - FOUR, Collections.frequency(seen, 429), seen::toString);
        }
    }

    private static List<String> forwarded(String value) {
        return List.of("X-Forwarded-For", value);
    }

    private static int ask(RunningServer server, String session, List<String> headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.uri("/api/public/chat"))
                        .header("Content-Type", "application/json");
        if (!headers.isEmpty()) {
            request.headers(headers.toArray(String[]::new));
        }
        String body = RunningServer.body("acme/bot", "Hello", session);
        return server.send(request.POST(BodyPublishers.ofString(body)).build()).statusCode();
    }
}
