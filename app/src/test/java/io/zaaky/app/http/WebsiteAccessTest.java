package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.RunningServer;
import io.zaaky.testkit.StubUpstream;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the page of another website can do through a visitor's browser. */
class WebsiteAccessTest {
    private static final String SESSION = "a-session-that-is-long-enough";
    private static final String ASKING =
            "/api/public/chat/stream?message=Hi&chatbot_id=acme/bot&session_id=" + SESSION;
    private static final String CHATBOT = "/api/public/chatbots/acme/bot";
    private static final String HISTORY = "/api/public/chat/history?chatbot_id=acme/bot";
    private static final String QUESTION = RunningServer.body("acme/bot", "Hi", "");

    @TempDir Path folder;
    private StubUpstream upstream;
    private RunningServer server;

    @BeforeEach
    void start() {
        upstream =
                StubUpstream.start(
                        StubUpstream.openAi().tokens("Hello").finish("stop").usage(3, 1));
        server = RunningServer.start(folder, "", acme());
    }

    @AfterEach
    void stop() {
        server.close();
        upstream.close();
    }

    private String acme() {
        return """
        chatbots:
          bot:
            llm: {provider: openai, base-url: '%s', model: m}
            widget: {allowed-origins: ['https://good.example']}
        """
                .formatted(upstream.uri("/v1"));
    }

    // ------------------------------------------------------------------ what an <img> sends

    @ParameterizedTest
    @Tag("WEB-10")
    @ValueSource(strings = {"cross-site", "same-site", "Cross-Site", "no-such-word"})
    void aGetOfAnotherWebsiteThatSaysNotWhoseItIsSpendsNothing(String site) {
        assertRefused(server.get(ASKING, "Sec-Fetch-Site", site));
        assertRefused(server.get(CHATBOT, "Sec-Fetch-Site", site));
        assertRefused(server.get(HISTORY, "Sec-Fetch-Site", site, "X-Session-Id", SESSION));
        assertEquals(0, upstream.calls());
    }

    @ParameterizedTest
    @ValueSource(strings = {"same-origin", "none", ""})
    void aGetOfTheServersOwnPageOfAPersonOrOfAProgramIsAnswered(String site) {
        HttpResponse<String> response =
                site.isEmpty() ? server.get(ASKING) : server.get(ASKING, "Sec-Fetch-Site", site);
        assertEquals(200, response.statusCode(), response.body());
    }

    @Test
    void aPageThatIsListedAsksFromAnotherSite() {
        for (String site : List.of("cross-site", "same-site")) {
            HttpResponse<String> response =
                    server.get(ASKING, "Sec-Fetch-Site", site, "Origin", "https://good.example");
            assertEquals(200, response.statusCode(), response.body());
            assertRefused(
                    server.get(ASKING, "Sec-Fetch-Site", site, "Origin", "https://evil.example"));
        }
    }

    @ParameterizedTest
    @Tag("WEB-10")
    @ValueSource(strings = {"", "/stream", "/chunked"})
    void aFormOfAnotherWebsiteSpendsNothing(String call) {
        for (String type :
                List.of("text/plain", "application/x-www-form-urlencoded", "application/json")) {
            for (String[] page :
                    new String[][] {
                        {"Origin", "https://evil.example"},
                        {"Origin", "null"},
                        {"Sec-Fetch-Site", "cross-site"}
                    }) {
                HttpResponse<String> response =
                        server.send(
                                HttpRequest.newBuilder(server.uri("/api/public/chat" + call))
                                        .header("Content-Type", type)
                                        .header(page[0], page[1])
                                        .POST(BodyPublishers.ofString(QUESTION))
                                        .build());
                assertEquals(
                        type.equals("application/json") ? 403 : 415,
                        response.statusCode(),
                        () -> type + ": " + response.body());
            }
        }
        assertEquals(0, upstream.calls());
    }

    // ------------------------------------------------------------------ names that lead here

    /** A page of evil.example whose name has been made to lead to this machine. */
    @Test
    @Tag("HTTP-16")
    void thePageOfAStrangersNameReadsNothing() {
        String evil = "evil.example:" + server.port();
        String origin = "Origin: http://" + evil + "\r\n";
        for (String path : List.of(ASKING, CHATBOT, HISTORY)) {
            String refused = get(path, evil, "X-Session-Id: " + SESSION + "\r\n");
            assertTrue(refused.startsWith("HTTP/1.1 403 "), () -> path + ": " + refused);
            assertTrue(refused.contains("origin_not_allowed"), refused);
            assertTrue(refused.contains("server.public-hosts"), refused);
            String withOrigin = get(path, evil, origin);
            assertTrue(withOrigin.startsWith("HTTP/1.1 403 "), () -> path + ": " + withOrigin);
            assertFalse(withOrigin.contains("Access-Control-Allow-Origin"), withOrigin);
        }
        String asked = post(evil, origin);
        assertTrue(asked.startsWith("HTTP/1.1 403 "), asked);
        assertTrue(asked.contains("server.public-hosts"), asked);
        assertEquals(0, upstream.calls());
    }

    @ParameterizedTest
    @Tag("HTTP-16")
    @ValueSource(strings = {"/demo", "/"})
    void theDemoPageSaysWhatToSetWhereItsNameIsUnknown(String path) {
        String page = get(path, "somewhere.test", "");
        assertTrue(page.startsWith("HTTP/1.1 403 "), page);
        assertTrue(page.contains("Content-Type: text/html"), page);
        assertTrue(page.contains("public-hosts"), page);
        assertFalse(page.contains("acme") || page.contains("somewhere.test"), page);
    }

    @Test
    void aNameThatIsListedIsTheServersOwnAfterAReload() throws IOException {
        String own = "chat.example.org:8443";
        String origin = "Origin: https://" + own + "\r\n";
        assertTrue(get(CHATBOT, own, "").startsWith("HTTP/1.1 403 "));
        Files.writeString(
                folder.resolve("config/zaaky.yaml"), "server: {public-hosts: [chat.example.org]}");
        assertEquals(List.of(), server.reload());
        assertTrue(get(CHATBOT, own, "").startsWith("HTTP/1.1 200 "));
        assertTrue(get("/demo", own, "").contains("data-chatbot=\"acme/bot\""));
        String asked = post("Chat.Example.ORG.:8443", origin);
        assertTrue(asked.startsWith("HTTP/1.1 403 "), asked); // not the page's own address
        asked = post(own, origin);
        assertTrue(asked.startsWith("HTTP/1.1 200 "), asked);
        assertTrue(asked.contains("Access-Control-Allow-Origin: https://" + own), asked);
        assertTrue(post(own, "Origin: https://evil.example:8443\r\n").startsWith("HTTP/1.1 403 "));
        assertTrue(health("chat.example.org").startsWith("HTTP/1.1 200 "));
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, true",
        "127.0.0.1, true",
        "127.0.0.2, true",
        "'[::1]', true",
        "desk.localhost, true",
        "192.0.2.7, false",
        "'[2001:db8::1]', false"
    })
    void anAddressIsAnsweredButOnlyItsOwnPageMayAsk(String host, boolean own) {
        String here = host + ":" + server.port();
        assertTrue(get(CHATBOT, here, "").startsWith("HTTP/1.1 200 "));
        assertTrue(health(here).startsWith("HTTP/1.1 200 "));
        String asked = post(here, "Origin: http://" + here + "\r\n");
        assertTrue(asked.startsWith(own ? "HTTP/1.1 200 " : "HTTP/1.1 403 "), asked);
        assertTrue(get("/demo", here, "").startsWith(own ? "HTTP/1.1 200 " : "HTTP/1.1 403 "));
    }

    /** No browser sends it like that: neither its page nor its form. */
    @Test
    void aProgramMayCallByAnyNameAndAPageThatIsListedToo() {
        assertTrue(post("zaaky:8001", "").startsWith("HTTP/1.1 200 "));
        assertTrue(
                get(CHATBOT, "zaaky:8001", "Origin: https://good.example\r\n")
                        .startsWith("HTTP/1.1 200 "));
        assertTrue(get("/chat-widget.js", "zaaky:8001", "").startsWith("HTTP/1.1 200 "));
    }

    @ParameterizedTest
    @Tag("HTTP-16")
    @ValueSource(strings = {"/metrics", "/health", "/health/ready", "/health/live", "/"})
    void theManagementPortTellsNothingToThePageOfAStrangersName(String path) {
        String refused = management(path, "evil.example:" + server.managementPort());
        assertTrue(refused.startsWith("HTTP/1.1 403 "), refused);
        assertTrue(refused.contains("server.public-hosts"), refused);
        assertFalse(refused.contains("zaaky_") || refused.contains("UP"), refused);
    }

    @Test
    void whereItListensOnAllAddressesEachOfTheMachinesIsItsOwn() throws IOException {
        var hosts = new PublicHosts(List.of(), List.of("0.0.0.0", "127.0.0.1"));
        for (var networkInterface : NetworkInterface.networkInterfaces().toList()) {
            networkInterface
                    .inetAddresses()
                    .filter(Inet4Address.class::isInstance)
                    .forEach(
                            address ->
                                    assertTrue(
                                            hosts.isOwn(address.getHostAddress() + ":8001"),
                                            address::toString));
        }
        assertFalse(hosts.isOwn("192.0.2.7:8001"));
        assertTrue(new PublicHosts(List.of(), List.of("192.0.2.7")).isOwn("192.0.2.7:8001"));
    }

    // ------------------------------------------------------------------ every answer

    @ParameterizedTest
    @Tag("WEB-13")
    @ValueSource(
            strings = {
                CHATBOT,
                ASKING,
                "/nothing",
                "/demo",
                "/",
                "/chat-widget.js",
                "/api/orgs/acme/chatbots/bot/documents",
                "/%zz"
            })
    void noAnswerIsTakenForAnotherType(String path) {
        String answer = get(path, "localhost", "");
        assertTrue(answer.contains("\r\nX-Content-Type-Options: nosniff\r\n"), answer);
    }

    @Test
    @Tag("WEB-13")
    void noAnswerOfTheManagementPortIsTakenForAnotherType() {
        for (String path : List.of("/metrics", "/health", "/nothing")) {
            String answer = management(path, "localhost");
            assertTrue(answer.contains("\r\nX-Content-Type-Options: nosniff\r\n"), answer);
        }
    }

    private static void assertRefused(HttpResponse<String> response) {
        assertEquals(403, response.statusCode(), response.body());
        assertTrue(response.body().contains("origin_not_allowed"), response.body());
    }

    private String get(String path, String host, String headers) {
        return raw(server.port(), "GET " + path, host, headers + "\r\n");
    }

    private String post(String host, String headers) {
        String type = "Content-Type: application/json\r\n";
        String length = "Content-Length: " + QUESTION.length() + "\r\n\r\n";
        return raw(
                server.port(), "POST /api/public/chat", host, headers + type + length + QUESTION);
    }

    private String health(String host) {
        return management("/health/live", host);
    }

    private String management(String path, String host) {
        return raw(server.managementPort(), "GET " + path, host, "\r\n");
    }

    private static String raw(int port, String line, String host, String rest) {
        try (var visitor = RawVisitor.of(port)) {
            visitor.send(line + " HTTP/1.1\r\nConnection: close\r\nHost: " + host + "\r\n" + rest);
            return visitor.readToEnd();
        }
    }
}
