package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.RunningServer;
import io.zaaky.app.config.KeyHashes;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What answers tell browsers, and what they never hold. */
class EdgeHeadersTest {
    private static final String KEY = "zk_a-key-of-acme-that-nobody-guesses";
    private static final String SESSION = "a-session-that-is-long-enough";
    private static final String GOOD = "https://good.example";
    private static final String BELOW = "https://shop.good.example";
    private static final String CHATBOT = "/api/public/chatbots/acme/bot";
    private static final String DOCUMENTS = "/api/orgs/acme/chatbots/bot/documents";
    private static final String QUESTION = RunningServer.body("acme/bot", "Hello", SESSION);
    private static final List<String> POSTS =
            List.of(
                    "/api/public/chat",
                    "/api/public/chat/stream",
                    "/api/public/chat/chunked",
                    "/api/public/chat/stop");

    private static RunningServer server;

    @BeforeAll
    static void start(@TempDir Path folder) {
        server =
                RunningServer.start(
                        folder,
                        "",
                        """
                        admin-keys: ["%s"]
                        chatbots:
                          bot:
                            llm: {provider: extractive}
                            limits: {messages-per-minute: 100000}
                            widget: {allowed-origins: ['%s', 'https://*.good.example']}
                          closed:
                            llm: {provider: extractive}
                        """
                                .formatted(KeyHashes.of(KEY), GOOD));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    // ------------------------------------------------------------------ every answer

    @ParameterizedTest
    @Tag("WEB-12")
    @ValueSource(
            strings = {
                CHATBOT,
                "/api/public/chat/stream?chatbot_id=acme/bot&message=Hello",
                "/api/public/chat/history?chatbot_id=acme/bot",
                "/nothing",
                "/demo",
                "/demo?chatbot=acme/closed",
                "/demo/demo.css",
                "/",
                "/chat-widget.js",
                DOCUMENTS,
                "/a;b"
            })
    void everyAnswerHasAPolicyAndNoneHasACookie(String path) {
        HttpResponse<String> answer = server.get(path, "X-Session-Id", SESSION);
        String policy = only(answer, "Content-Security-Policy");
        assertTrue(policy.startsWith("default-src 'none'; "), policy);
        assertEquals(1, policy.split("frame-ancestors", -1).length - 1, policy);
        assertEquals("nosniff", only(answer, "X-Content-Type-Options"));
        assertEquals("no-referrer", only(answer, "Referrer-Policy"));
        assertNoCookieAndNoName(answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/health", "/nothing"})
    void soHasEachOfTheManagementPort(String path) {
        HttpResponse<String> answer = server.management(path);
        assertTrue(only(answer, "Content-Security-Policy").contains("frame-ancestors 'none'"));
        assertEquals("nosniff", only(answer, "X-Content-Type-Options"));
        assertNoCookieAndNoName(answer);
    }

    private static void assertNoCookieAndNoName(HttpResponse<String> answer) {
        for (String header : List.of("Set-Cookie", "Server", "X-Powered-By", "Via")) {
            assertEquals(List.of(), answer.headers().allValues(header), header);
        }
    }

    private static String only(HttpResponse<String> answer, String header) {
        List<String> values = answer.headers().allValues(header);
        assertEquals(1, values.size(), () -> header + ": " + answer.headers());
        return values.getFirst();
    }

    @Test
    @Tag("WEB-12")
    void aDemoPageStandsInFramesOfTheListedWebsitesOnly() {
        assertEquals(
                "frame-ancestors https://good.example https://*.good.example",
                framing("/demo?chatbot=acme/bot"));
        assertEquals("frame-ancestors 'none'", framing("/demo?chatbot=acme/closed"));
        assertEquals("frame-ancestors 'none'", framing(CHATBOT));
        HttpResponse<String> page = server.get("/demo");
        assertTrue(only(page, "Permissions-Policy").contains("microphone=()"));
        assertFalse(page.headers().firstValue("Strict-Transport-Security").isPresent());
    }

    private static String framing(String path) {
        String policy = only(server.get(path), "Content-Security-Policy");
        int at = policy.indexOf("frame-ancestors");
        return policy.substring(at).split(";", 2)[0];
    }

    // ------------------------------------------------------------------ origins

    @ParameterizedTest
    @Tag("WEB-09")
    @Tag("COST-13")
    @ValueSource(
            strings = {
                "https://evil.example",
                "null",
                "https://good.example.evil.example",
                "https://evilgood.example",
                "http://good.example",
                "https://good.example:8443",
                "https://GOOD.example",
                "https://good.example.",
                "https://shop.good.example.",
                "https://shop.good.example:8443",
                "file://",
                "https://good.example, https://evil.example"
            })
    void anotherOriginIsRefusedAndMayReadNothing(String origin) {
        List<HttpResponse<String>> answers =
                List.of(
                        preflight("/api/public/chat/stream", origin),
                        preflight(CHATBOT, origin),
                        ask(origin),
                        server.get(CHATBOT, "Origin", origin));
        for (HttpResponse<String> answer : answers) {
            assertEquals(403, answer.statusCode(), answer.body());
            assertTrue(answer.body().contains("origin_not_allowed"), answer.body());
            assertUnreadable(answer);
            assertTrue(answer.headers().allValues("Vary").contains("Origin"));
        }
    }

    @ParameterizedTest
    @Tag("WEB-09")
    @ValueSource(strings = {GOOD, BELOW, "https://a.b.good.example"})
    void aListedOriginMayReadButSendsNoCredentials(String origin) {
        HttpResponse<String> asked = ask(origin);
        assertEquals(200, asked.statusCode(), asked.body());
        HttpResponse<String> before = preflight("/api/public/chat/stream", origin);
        assertEquals(204, before.statusCode(), before.body());
        for (HttpResponse<String> answer : List.of(asked, before)) {
            assertEquals(origin, only(answer, "Access-Control-Allow-Origin"));
            assertTrue(answer.headers().allValues("Vary").contains("Origin"));
            assertEquals(List.of(), answer.headers().allValues("Access-Control-Allow-Credentials"));
        }
    }

    @Test
    @Tag("WEB-09")
    void administratorsCallsAreForNoPage() {
        for (String origin : List.of(GOOD, "https://evil.example", "null")) {
            HttpResponse<String> list =
                    server.get(DOCUMENTS, "Authorization", "Bearer " + KEY, "Origin", origin);
            assertEquals(200, list.statusCode(), list.body());
            assertUnreadable(list);
            assertUnreadable(preflight(DOCUMENTS, origin));
        }
    }

    @Test
    @Tag("COST-13")
    void aProgramWithoutAnOriginIsAnsweredAndLimitedAsAnybodyElse() {
        assertEquals(200, server.chat(QUESTION).statusCode());
    }

    private static void assertUnreadable(HttpResponse<String> answer) {
        answer.headers()
                .map()
                .keySet()
                .forEach(
                        name ->
                                assertFalse(
                                        name.toLowerCase(java.util.Locale.ROOT)
                                                .startsWith("access-control-"),
                                        name));
    }

    private static HttpResponse<String> preflight(String path, String origin) {
        return server.send(
                HttpRequest.newBuilder(server.uri(path))
                        .header("Origin", origin)
                        .header("Access-Control-Request-Method", "POST")
                        .header("Access-Control-Request-Headers", "content-type")
                        .method("OPTIONS", BodyPublishers.noBody())
                        .build());
    }

    private static HttpResponse<String> ask(String origin) {
        return server.send(
                HttpRequest.newBuilder(server.uri("/api/public/chat"))
                        .header("Content-Type", "application/json")
                        .header("Origin", origin)
                        .POST(BodyPublishers.ofString(QUESTION))
                        .build());
    }

    // ------------------------------------------------------------------ what is sent

    @ParameterizedTest
    @Tag("WEB-10")
    @ValueSource(
            strings = {
                "",
                "text/plain",
                "text/plain; charset=application/json",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/jsonp",
                "application/json; charset=utf-16",
                "text/json",
                "*/*"
            })
    void onlyJsonIsTakenWhateverIsInIt(String type) {
        for (String path : POSTS) {
            HttpRequest.Builder request = HttpRequest.newBuilder(server.uri(path));
            if (!type.isEmpty()) {
                request.header("Content-Type", type);
            }
            HttpResponse<String> answer =
                    server.send(request.POST(BodyPublishers.ofString(QUESTION)).build());
            assertEquals(415, answer.statusCode(), path + ": " + answer.body());
            assertTrue(answer.body().contains("unsupported_media_type"), answer.body());
        }
    }

    @Test
    @Tag("WEB-10")
    void aCookieOpensNothing() {
        for (String cookie : List.of(KEY, "Bearer " + KEY, SESSION)) {
            String sent = "key=" + cookie + "; authorization=" + cookie + "; session=" + cookie;
            assertEquals(401, server.get(DOCUMENTS, "Cookie", sent).statusCode());
            assertEquals(
                    422,
                    server.get("/api/public/chat/history?chatbot_id=acme/bot", "Cookie", sent)
                            .statusCode());
        }
    }

    @ParameterizedTest
    @Tag("WEB-13")
    @ValueSource(strings = {"application/pdf", "text/html", "image/svg+xml", "text/plain"})
    void whatWasUploadedIsServedAsNoPageByAnyCall(String type) {
        String markup =
                "<svg xmlns='http://www.w3.org/2000/svg'"
                    + " onload='alert(1)'><script>alert(1)</script><p>A berth for a night costs 31"
                    + " euros.</p></svg>";
        String id = "polyglot-" + type.replace('/', '-').replace('+', '-');
        HttpResponse<String> put =
                server.send(
                        admin(DOCUMENTS + "/" + id)
                                .header("Content-Type", type)
                                .PUT(BodyPublishers.ofString(markup))
                                .build());
        List<HttpResponse<String>> answers =
                List.of(
                        put,
                        server.send(admin(DOCUMENTS + "/" + id).build()),
                        server.send(admin(DOCUMENTS).build()),
                        server.get("/demo/" + id),
                        server.get("/widget/" + id + ".svg"));
        for (HttpResponse<String> answer : answers) {
            assertTrue(
                    only(answer, "Content-Type").matches("application/(problem\\+)?json"),
                    () -> answer.headers().toString());
            assertEquals("nosniff", only(answer, "X-Content-Type-Options"));
            assertFalse(answer.body().contains("<script"), answer.body());
        }
    }

    private static HttpRequest.Builder admin(String path) {
        return HttpRequest.newBuilder(server.uri(path)).header("Authorization", "Bearer " + KEY);
    }

    /** A header's value ends at a line break, and so would its neighbour begin. */
    @ParameterizedTest
    @Tag("WEB-07")
    @ValueSource(
            strings = {
                "\\r\\nX-Evil: 1",
                "\\nX-Evil: 1",
                "\\rX-Evil: 1",
                "%0d%0aX-Evil:%201",
                "\\u010d\\u010aX-Evil: 1",
                "\\u2028X-Evil: 1",
                "\\u0000"
            })
    void nothingThatIsSentBecomesAHeader(String tail) {
        String sent = SESSION + tail;
        for (String field : List.of("session_id", "message", "chatbot_id")) {
            String body =
                    QUESTION.replaceFirst(
                            "\"" + field + "\":\"[^\"]*\"",
                            "\"" + field + "\":\"" + sent.replace("\\", "\\\\") + "\"");
            for (String path : POSTS.subList(0, 3)) {
                assertNoEvil(server.send(server.post(path, body)));
            }
        }
        String inAddress =
                sent.replace("\\r", "%0d")
                        .replace("\\n", "%0a")
                        .replace("\\u010d", "%c4%8d")
                        .replace("\\u010a", "%c4%8a")
                        .replace("\\u2028", "%e2%80%a8")
                        .replace("\\u0000", "%00")
                        .replace(" ", "%20");
        for (String path :
                List.of(
                        "/api/public/chatbots/acme/" + inAddress,
                        "/demo?chatbot=" + inAddress,
                        "/api/public/chat/history?chatbot_id=" + inAddress,
                        "/api/public/chat/stream?chatbot_id=acme/bot&message=Hello&session_id="
                                + inAddress)) {
            assertNoEvil(server.get(path, "X-Session-Id", SESSION, "X-Request-Id", "mine"));
        }
    }

    private static void assertNoEvil(HttpResponse<String> answer) {
        assertTrue(answer.statusCode() < 500, answer.body());
        assertEquals(List.of(), answer.headers().allValues("X-Evil"));
        answer.headers()
                .map()
                .forEach(
                        (name, values) ->
                                assertFalse(
                                        values.toString().contains("X-Evil"),
                                        name + ": " + values));
    }
}
