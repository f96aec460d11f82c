package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.zaaky.app.RunningServer;
import io.zaaky.app.config.KeyHashes;
import io.zaaky.testkit.Conditions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an organisation may keep of uploads and pages, and what is kept free of the disk. */
class QuotaTest {
    private static final String KEY = "zk_a-key-of-acme-that-nobody-guesses";
    private static final String BOT = "/api/orgs/acme/chatbots/bot";
    private static final String TWO = "/api/orgs/acme/chatbots/two";
    private static final String FULL_DISK = "server: {min-free-disk: 1048576GiB}\n";

    @TempDir Path folder;

    private RunningServer start(String quota, String knowledge) {
        return RunningServer.start(folder, "", acme(quota, knowledge));
    }

    private static String acme(String quota, String knowledge) {
        return """
        admin-keys: ["%s"]
        quota: {%s}
        chatbots:
          bot:
            llm: {provider: extractive}
            knowledge: {%s}
          two:
            llm: {provider: extractive}
        """
                .formatted(KeyHashes.of(KEY), quota, knowledge);
    }

    @Test
    void documentsAreCountedOverAllChatbotsAndADeletedOneMakesRoom() {
        try (var server = start("documents: 2", "")) {
            assertEquals(201, put(server, BOT, "one", 10).statusCode());
            assertEquals(201, put(server, TWO, "one", 10).statusCode());
            HttpResponse<String> refused = put(server, BOT, "two", 10);
            assertFull(refused);
            assertTrue(refused.body().contains("2 documents"), refused.body());
            assertEquals(404, get(server, BOT, "two").statusCode(), "nothing of it is kept");
            assertEquals(200, put(server, BOT, "one", 20).statusCode(), "in its own place");
            assertEquals(204, delete(server, TWO, "one").statusCode());
            assertEquals(201, put(server, BOT, "two", 10).statusCode());
        }
    }

    @Test
    void ofADocumentThatIsReplacedTheDifferenceCounts() {
        try (var server = start("bytes: 1000B", "")) {
            assertEquals(201, put(server, BOT, "one", 600).statusCode());
            assertEquals(201, put(server, TWO, "two", 300).statusCode());
            assertFull(put(server, BOT, "one", 800));
            assertEquals(600, json(get(server, BOT, "one")).path("bytes").asInt());
            assertEquals(200, put(server, BOT, "one", 700).statusCode());
            assertFull(put(server, TWO, "three", 10));
            assertEquals(200, put(server, BOT, "one", 100).statusCode());
            assertEquals(201, put(server, TWO, "three", 600).statusCode());
        }
    }

    @Test
    void uploadsSideBySideNeverExceedIt() throws Exception {
        try (var server = start("documents: 5, bytes: 1MiB", "");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            int many = 12;
            var all = new CyclicBarrier(many);
            List<Callable<Integer>> uploads = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                String chatbot = i % 2 == 0 ? BOT : TWO;
                String id = "document-" + i;
                uploads.add(
                        () -> {
                            all.await();
                            return put(server, chatbot, id, 50).statusCode();
                        });
            }
            List<Integer> seen = new ArrayList<>();
            for (Future<Integer> each : threads.invokeAll(uploads)) {
                seen.add(each.get());
            }
            assertEquals(5, Collections.frequency(seen, 201), seen::toString);
            assertEquals(many - 5, Collections.frequency(seen, 429), seen::toString);
        }
    }

    @Test
    void afterARestartItIsTheSame() throws IOException {
        try (var site = new Site(3);
                var server = start("documents: 4", site.source())) {
            awaitPages(server, 3);
            assertEquals(201, put(server, BOT, "one", 10).statusCode());
            assertFull(put(server, TWO, "two", 10));
        }
        try (var server = start("documents: 4", "")) { // the website is followed no more
            Conditions.await(
                    "room for one more",
                    () -> put(server, TWO, "two", 10).statusCode(),
                    status -> status == 201);
        }
    }

    @Test
    void rightAfterARestartPagesCountThoughNothingWasFetchedYet() throws IOException {
        try (var site = new Site(3)) {
            try (var server = start("documents: 3", site.source())) {
                awaitPages(server, 3);
            }
            try (var server = start("documents: 3", site.source())) {
                assertFull(put(server, TWO, "two", 10));
            }
        }
    }

    @Test
    void aPageThatIsOneTooManyHasFailedAndSaysWhy() throws IOException {
        try (var site = new Site(4);
                var server = start("documents: 3", site.source())) {
            List<JsonNode> pages = awaitPages(server, 4);
            List<JsonNode> failed =
                    pages.stream()
                            .filter(each -> each.path("state").asText().equals("failed"))
                            .toList();
            assertEquals(1, failed.size(), pages::toString);
            String reason = failed.getFirst().path("reason").asText();
            assertTrue(reason.contains("3 documents"), reason);
            assertFull(put(server, TWO, "one", 10));
        }
    }

    @Test
    void aPageThatIsSentForIsCountedWhenItsSizeIsKnown() throws IOException {
        try (var site = new Site(1);
                var server = start("bytes: 100B", "allow: [127.0.0.1]")) {
            HttpResponse<String> accepted =
                    send(
                            server,
                            BOT + "/documents",
                            "POST",
                            "application/json",
                            "{\"url\": \"%s\"}".formatted(site.page(0)));
            assertEquals(202, accepted.statusCode(), accepted.body());
            String id = json(accepted).path("documents").path(0).asText();
            JsonNode document =
                    Conditions.await(
                            "the end of it",
                            () -> json(get(server, BOT, id)),
                            each -> each.path("state").asText().equals("failed"));
            assertTrue(document.path("reason").asText().contains("100 bytes"), document::toString);
            assertEquals(201, put(server, BOT, "small", 90).statusCode(), "it takes no room");
        }
    }

    @Test
    void oneThatCanNotBeReadIsADocumentWithoutBytes() {
        try (var server = start("documents: 2, bytes: 90B", "")) {
            HttpResponse<String> bad =
                    send(server, BOT + "/documents/bad", "PUT", "application/pdf", "%PDF-1.7 x");
            assertEquals("failed", json(bad).path("state").asText(), bad.body());
            assertEquals(201, put(server, BOT, "good", 90).statusCode());
            assertFull(put(server, BOT, "third", 5));
        }
    }

    @Test
    void aReloadChangesItAndTakesNothingAway() throws IOException {
        try (var server = start("documents: 2", "")) {
            assertEquals(201, put(server, BOT, "one", 10).statusCode());
            assertEquals(201, put(server, BOT, "two", 10).statusCode());
            change(server, "", acme("documents: 1", ""));
            assertFull(put(server, BOT, "three", 10));
            assertEquals(200, put(server, BOT, "two", 20).statusCode(), "what is there stays");
            change(server, "", acme("documents: 3", ""));
            assertEquals(201, put(server, BOT, "three", 10).statusCode());
        }
    }

    @Test
    void belowTheReserveOfTheDiskUploadsAndCrawlsStopAndChatsGoOn() throws IOException {
        try (var site = new Site(2);
                var server = RunningServer.start(folder, FULL_DISK, acme("", site.source()))) {
            for (HttpResponse<String> refused :
                    List.of(
                            put(server, BOT, "one", 10),
                            send(
                                    server,
                                    BOT + "/documents",
                                    "POST",
                                    "application/json",
                                    "{\"url\": \"%s\"}".formatted(site.page(0))))) {
                assertEquals(503, refused.statusCode(), refused.body());
                assertEquals("overloaded", json(refused).path("code").asText());
                assertTrue(refused.body().contains("disk is nearly full"), refused.body());
                assertTrue(refused.headers().firstValue("Retry-After").isPresent());
            }
            assertEquals(
                    200, server.chat(RunningServer.body("acme/bot", "Hello", "")).statusCode());
            assertEquals(List.of(), pages(server));
            assertEquals(0, site.asked(), "nothing is fetched in vain");
            change(server, "server: {min-free-disk: 0B}\n", acme("", site.source()));
            assertEquals(201, put(server, BOT, "one", 10).statusCode());
            awaitPages(server, 3);
        }
    }

    private void change(RunningServer server, String zaaky, String acme) throws IOException {
        Files.writeString(folder.resolve("config/zaaky.yaml"), zaaky);
        Files.writeString(folder.resolve("config/orgs/acme.yaml"), acme);
        assertEquals(List.of(), server.reload());
    }

    /** The documents of the first chatbot. */
    private static List<JsonNode> pages(RunningServer server) {
        HttpResponse<String> list = send(server, BOT + "/documents", "GET", "", "");
        return json(list).path("documents").valueStream().toList();
    }

    private static List<JsonNode> awaitPages(RunningServer server, int number) {
        return Conditions.await(
                number + " documents", () -> pages(server), found -> found.size() == number);
    }

    private static void assertFull(HttpResponse<String> response) {
        assertEquals(429, response.statusCode(), response.body());
        assertEquals("quota_exceeded", json(response).path("code").asText());
        assertTrue(response.headers().firstValue("Retry-After").isPresent());
    }

    private static JsonNode json(HttpResponse<String> response) {
        return RunningServer.json(response.body());
    }

    private static HttpResponse<String> put(
            RunningServer server, String chatbot, String id, int size) {
        String text = "word ".repeat(size / 5);
        return send(server, chatbot + "/documents/" + id, "PUT", "text/plain", text);
    }

    private static HttpResponse<String> get(RunningServer server, String chatbot, String id) {
        return send(server, chatbot + "/documents/" + id, "GET", "", "");
    }

    private static HttpResponse<String> delete(RunningServer server, String chatbot, String id) {
        return send(server, chatbot + "/documents/" + id, "DELETE", "", "");
    }

    private static HttpResponse<String> send(
            RunningServer server, String path, String method, String type, String body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.uri(path)).header("Authorization", "Bearer " + KEY);
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        return server.send(request.method(method, BodyPublishers.ofString(body)).build());
    }

    /** A website whose pages lead to each other. */
    private static final class Site implements AutoCloseable {
        private final HttpServer server;
        private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

        Site(int pages) throws IOException {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
            server.createContext(
                    "/",
                    exchange -> {
                        String path = exchange.getRequestURI().getPath();
                        asked.add(path);
                        boolean there = path.matches("/page-[0-9]+");
                        byte[] body = html(pages, path).getBytes(StandardCharsets.UTF_8);
                        exchange.getResponseHeaders().set("Content-Type", "text/html");
                        exchange.sendResponseHeaders(there ? 200 : 404, body.length);
                        exchange.getResponseBody().write(body);
                        exchange.close();
                    });
            server.start();
        }

        private static String html(int pages, String path) {
            var links = new StringBuilder();
            for (int i = 0; i < pages; i++) {
                links.append("<a href='/page-%d'>Page</a>".formatted(i));
            }
            return "<html><title>%s</title><body><p>This is the text of %s, and it is long enough.</p>%s"
                    .formatted(path, path, links);
        }

        String page(int number) {
            return "http://127.0.0.1:" + server.getAddress().getPort() + "/page-" + number;
        }

        String source() {
            return "allow: [127.0.0.1], sources: [{url: '%s', depth: 1}]".formatted(page(0));
        }

        int asked() {
            return asked.size();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
