package io.zaaky.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.zaaky.e2e.Product.Outcome;
import io.zaaky.testkit.Conditions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents that are sent to a running server. */
final class UploadsIT {
    private static final int DOCUMENTS = 40;
    private static final int AT_ONCE = 6; // when it is killed
    private static final int KILLS = Integer.getInteger("zaaky.kills", 5);
    private static final long SEED = Long.getLong("zaaky.kills.seed", System.nanoTime());
    private static final int MOST_MICROS = 400_000; // from an upload to the kill

    private final HttpClient client = HttpClient.newHttpClient();
    private Installation installation;
    private String key;

    @BeforeEach
    void install(@TempDir Path folder) {
        installation = new Installation(folder);
        installation.server("");
        Outcome made = Product.run("key", "new", "acme");
        Matcher found = Pattern.compile("zk_\\S+").matcher(made.out());
        Matcher hash = Pattern.compile("sha256:[0-9a-f]{64}").matcher(made.out());
        assertTrue(found.find() && hash.find(), made::toString);
        key = found.group();
        installation.organisation(
                """
                admin-keys: ["%s"]
                chatbots:
                  desk:
                    llm: {provider: extractive}
                    limits: {messages-per-minute: 10000}
                    knowledge: {allow: [127.0.0.1]}
                """
                        .formatted(hash.group()));
    }

    @AfterEach
    void leave() {
        client.close();
    }

    @Test
    void ingestSendsAFolderAndAPageAndTellsWhatFailed() throws IOException {
        installation.document("membership.md", "# Membership\n\n" + Installation.MEMBERSHIP);
        installation.document("hours/opening.txt", Installation.OPENING);
        installation.document("damaged.pdf", "%PDF-1.7 and nothing else");
        HttpServer site = site("<h1>Ferry</h1><p>The ferry to the island leaves at noon.</p>");
        String page = "http://127.0.0.1:" + site.getAddress().getPort() + "/help/ferry";
        try (var zaaky = installation.serve();
                var visitor = new Visitor("acme/desk", "the-session-of-the-uploads-1")) {
            String[] words = {
                "ingest",
                "acme/desk",
                installation.documents().toString(),
                page,
                installation.folder().resolve("missing").toString(),
                "--server",
                zaaky.at("/").toString(),
                "--key",
                key
            };
            Outcome sent = Product.run(words);
            assertEquals(1, sent.code(), sent::toString);
            assertTrue(sent.out().contains("5 documents: 3 indexed, 2 failed"), sent::toString);
            assertTrue(sent.err().contains("ingest: damaged.pdf: It looks"), sent::toString);
            assertTrue(sent.err().contains("missing: It is not there"), sent::toString);
            assertFalse(sent.err().contains("\u001b"), "no bar without a terminal: " + sent);
            Told told = visitor.ask(zaaky, Installation.QUESTION);
            assertTrue(told.text().contains("12 euros"), told::text);
            Told ferry = visitor.ask(zaaky, "When does the ferry to the island leave?");
            assertTrue(ferry.text().contains("noon"), ferry::text);
            assertEquals(page, ferry.complete().at("/sources/0/url").asText());
            assertEquals("indexed", states(zaaky).get("hours/opening.txt"));

            words[8] = "zk_wrong";
            Outcome refused = Product.run(words);
            assertEquals(1, refused.code(), refused::toString);
            assertTrue(refused.err().contains("does not know this key"), refused::toString);
        } finally {
            site.stop(0);
        }
    }

    private static HttpServer site(String body) throws IOException {
        var site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.createContext(
                "/help/",
                exchange -> {
                    byte[] html =
                            ("<html><body><main>" + body + "</main></body></html>")
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().set("Content-Type", "text/html");
                    exchange.sendResponseHeaders(200, html.length);
                    exchange.getResponseBody().write(html);
                    exchange.close();
                });
        site.start();
        return site;
    }

    /**
     * {@code -Dzaaky.kills=N} kills N times; {@code -Dzaaky.kills.seed=N} chooses the same moments
     * again, as far as threads allow.
     */
    @Test
    @Tag("ING-14")
    void whatWasAcceptedIsIndexedAfterAnyKillAndNothingTwice() {
        var random = new Random(SEED);
        int next = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            int until = Math.min(DOCUMENTS, next + DOCUMENTS / KILLS);
            try (var zaaky = installation.serve()) {
                for (; next < until; next++) {
                    put(zaaky, next);
                }
                List<Thread> late =
                        random.ints(AT_ONCE, 0, DOCUMENTS)
                                .mapToObj(i -> Thread.startVirtualThread(() -> tryPut(zaaky, i)))
                                .toList();
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(MOST_MICROS)));
                zaaky.kill();
                late.forEach(UploadsIT::join);
            }
        }
        try (var zaaky = installation.serve()) {
            Map<String, String> states =
                    Conditions.await(
                            "the end of all indexing (seed " + SEED + ")",
                            () -> states(zaaky),
                            found -> !found.containsValue("pending"));
            for (int i = 0; i < next; i++) {
                assertEquals("indexed", states.get(id(i)), "seed " + SEED + ": " + states);
                JsonNode passage = search(zaaky, "Which berth has the number " + i + "?", id(i));
                assertEquals(text(i), passage.path("text").asText(), "seed " + SEED);
            }
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    private static String id(int i) {
        return "berths/" + i + ".txt";
    }

    private static String text(int i) {
        return "The berth with the number " + i + " belongs to the boat called Swan" + i + ".";
    }

    private void put(ZaakyProcess zaaky, int i) {
        HttpResponse<String> response = send(putting(zaaky, i));
        assertEquals(2, response.statusCode() / 100, response::body);
    }

    /** Nobody knows whether it arrives. */
    private void tryPut(ZaakyProcess zaaky, int i) {
        try {
            var _ = send(putting(zaaky, i));
        } catch (UncheckedIOException e) {
            // the server was killed
        }
    }

    private HttpRequest putting(ZaakyProcess zaaky, int i) {
        return request(zaaky, "/documents/" + id(i))
                .header("Content-Type", "text/plain")
                .PUT(BodyPublishers.ofString(text(i)))
                .build();
    }

    /** The best passage of a document; the list is the same as the live chatbot's. */
    private JsonNode search(ZaakyProcess zaaky, String query, String id) {
        HttpRequest request =
                request(zaaky, "/search")
                        .header("Content-Type", "application/json")
                        .POST(
                                BodyPublishers.ofString(
                                        "{\"top_k\": 100, \"query\": \"" + query + "\"}"))
                        .build();
        JsonNode passages = Visitor.json(send(request).body()).path("passages");
        var found = passages.valueStream().filter(each -> each.path("id").asText().equals(id));
        var all = found.toList();
        assertEquals(1, all.size(), () -> id + " in " + passages);
        return all.getFirst();
    }

    private Map<String, String> states(ZaakyProcess zaaky) {
        HttpResponse<String> response = send(request(zaaky, "/documents?limit=1000").build());
        assertEquals(200, response.statusCode(), response::body);
        Map<String, String> states = new HashMap<>();
        for (JsonNode document : Visitor.json(response.body()).path("documents")) {
            states.put(document.path("id").asText(), document.path("state").asText());
        }
        return states;
    }

    private HttpRequest.Builder request(ZaakyProcess zaaky, String path) {
        return HttpRequest.newBuilder(zaaky.at("/api/orgs/acme/chatbots/desk" + path))
                .header("Authorization", "Bearer " + key);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }
}
