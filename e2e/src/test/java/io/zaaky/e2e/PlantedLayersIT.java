package io.zaaky.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.e2e.Product.Outcome;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Secrets are planted in every layer, and administrators call while the databases are away: neither
 * an answer, nor a metric, nor the log, nor what a command prints holds any of them.
 */
@Tag("SEC-01")
@Tag("SEC-02")
final class PlantedLayersIT {
    private static final String PLANTED = "planted4c8e";
    private static final String OWNER = "zk_" + PLANTED + "-key-of-an-owner-that-is-long";
    private static final String PLATFORM = "zp_" + PLANTED + "-key-of-the-platform-that-is-long";
    private static final String SESSION = "the-session-of-a-visitor-of-layers";

    /** Words of the inside that no answer of the API may hold. */
    private static final List<String> INSIDE =
            List.of("exception", "java.", "io.zaaky", "io.helidon", "postgresql", "sqlite", "jdbc");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Queue<String> unavailable = new ConcurrentLinkedQueue<>();
    private Installation installation;

    @BeforeEach
    void install(@TempDir Path folder) {
        installation = Installation.in(folder);
        installation.server(
                """
                server:
                  wrong-keys-per-minute: 1000000
                  platform-keys: [{hash: "%s", name: operations}]
                data-sources:
                  named:
                    url: "jdbc:postgresql://127.0.0.1:9/a_database"
                    username: "%s-user"
                    password: "%s-password"
                  written: {url: "jdbc:postgresql://127.0.0.1:9/one?user=me&password=%s-in-the-url"}
                """
                        .formatted(hash(PLATFORM), PLANTED, PLANTED, PLANTED));
        installation.organisation(organisation("llm: {provider: extractive}"));
    }

    private static String organisation(String model) {
        return """
        admin-keys: ["%s"]
        chatbots:
          named:
            %s
            identity: {secret: "%s-secret-that-signs-visitors-of-it"}
            conversations: {data-source: named}
            retrieval: {provider: pgvector, data-source: written}
            knowledge: {sources: [{path: ../../documents}]}
          written:
            llm: {provider: extractive}
            conversations: {data-source: written}
            retrieval: {provider: pgvector, data-source: named}
        """
                .formatted(hash(OWNER), model, PLANTED);
    }

    private static String hash(String key) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(key.getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void leave() {
        client.close();
    }

    @Test
    void callsOfAdministratorsTellNothingWhileTheDatabasesAreAway() {
        try (var zaaky = installation.serve()) {
            callAll(zaaky);
            assertTrue(unavailable.size() >= 16, unavailable::toString);
            for (String page : List.of("/metrics", "/health", "/health/ready")) {
                String shown = send(request(zaaky.management(page)), "GET").body();
                assertNothingPlanted(page, shown);
            }
            String metrics = send(request(zaaky.management("/metrics")), "GET").body();
            assertTrue(metrics.contains("zaaky_"), metrics);
            zaaky.stop();
            assertNothingPlanted("the log", zaaky.log());
            assertFalse(zaaky.log().contains(SESSION), zaaky::log);
            assertTrue(zaaky.log().contains("data source 'named'"), zaaky::log);
        }
    }

    /** At once, as each call waits for its database. */
    private void callAll(ZaakyProcess zaaky) {
        List<Future<?>> made = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Routes.patterns()
                    .forEach(
                            (path, methods) ->
                                    methods.forEach(
                                            each ->
                                                    made.add(
                                                            threads.submit(
                                                                    () ->
                                                                            call(
                                                                                    zaaky, each,
                                                                                    path)))));
        }
        for (Future<?> each : made) {
            if (each.state() == Future.State.FAILED) {
                throw new AssertionError(each.exceptionNow());
            }
        }
    }

    /** With the right keys, and with a wrong one that begins like the right one. */
    private void call(ZaakyProcess zaaky, String method, String pattern) {
        for (String chatbot : List.of("named", "written")) {
            String path =
                    pattern.replace("{org}", "acme")
                            .replace("{chatbot}", chatbot)
                            .replace("{+id}", "notes.txt")
                            .replaceAll("\\{\\w+}", "unknown");
            String key = path.startsWith("/api/platform") ? PLATFORM : OWNER;
            for (String sent : List.of(key, key + "x")) {
                HttpRequest.Builder request =
                        request(zaaky.at(path))
                                .header("Authorization", "Bearer " + sent)
                                .header("X-Session-Id", SESSION)
                                .header("Content-Type", type(method, path));
                HttpResponse<String> answer = send(request, method);
                String what = method + " " + path + ": " + answer.statusCode();
                if (path.startsWith("/api/")) {
                    assertNothingInside(what, answer.body());
                }
                assertNothingPlanted(what, answer.headers().map() + answer.body());
                if (answer.body().contains("_unavailable\"")) {
                    unavailable.add(what);
                }
            }
        }
    }

    private static String type(String method, String path) {
        boolean document = method.equals("PUT") || path.endsWith("/documents");
        return document ? "text/plain" : "application/json";
    }

    private static HttpRequest.Builder request(URI address) {
        return HttpRequest.newBuilder(address);
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String method) {
        boolean sends = method.equals("POST") || method.equals("PUT");
        var body =
                sends
                        ? BodyPublishers.ofString("{\"query\":\"What is open?\"}")
                        : BodyPublishers.noBody();
        try {
            return client.send(request.method(method, body).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    private static void assertNothingPlanted(String what, String text) {
        assertFalse(text.toLowerCase(Locale.ROOT).contains(PLANTED), () -> what + "\n" + text);
    }

    private static void assertNothingInside(String what, String text) {
        for (String word : INSIDE) {
            assertFalse(text.toLowerCase(Locale.ROOT).contains(word), () -> what + "\n" + text);
        }
        assertFalse(text.contains("127.0.0.1:9"), () -> what + "\n" + text);
    }

    @Test
    void commandsThatMeetTheFailurePrintNone() throws IOException {
        Files.createDirectories(installation.data());
        for (String[] command :
                new String[][] {
                    {"check"}, {"doctor"}, {"backup", installation.folder() + "/backup.zip"}
                }) {
            List<String> words = new ArrayList<>(List.of(command));
            words.addAll(List.of("--config", installation.config().toString()));
            if (!command[0].equals("check")) {
                words.addAll(List.of("--data", installation.data().toString()));
            }
            Outcome outcome = Product.run(words.toArray(String[]::new));
            assertEquals(command[0].equals("check") ? 0 : 1, outcome.code(), outcome::toString);
            assertNothingPlanted(command[0], outcome.out() + outcome.err());
        }
    }

    /** A provider's address with a key before the host, and one with a key behind it. */
    @Test
    void aKeyInAProvidersAddressIsAProblemThatDoesNotShowIt() {
        for (String address :
                List.of(
                        "https://me:" + PLANTED + "@models.example/v1",
                        "https://models.example/v1?key=" + PLANTED)) {
            installation.organisation(
                    organisation(
                            "llm: {provider: openai, model: m, base-url: \"" + address + "\"}"));
            Outcome outcome = Product.run("check", "--config", installation.config().toString());
            assertEquals(2, outcome.code(), outcome::toString);
            assertTrue(outcome.out().contains("base-url"), outcome::toString);
            assertNothingPlanted(address, outcome.out() + outcome.err());
        }
    }
}
