package io.zaaky.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import io.zaaky.testkit.Conditions;
import io.zaaky.testkit.StubCall;
import io.zaaky.testkit.StubScript;
import io.zaaky.testkit.StubUpstream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Secrets and words of the inside are planted everywhere and everything fails that can: no answer
 * and no metric holds any of them, and the log holds no secret and no word of a visitor.
 */
final class PlantedSecretsIT {
    private static final String PLANTED = "planted7f3a";
    private static final String PROVIDER_KEY = PLANTED + "-provider-key-0001";
    private static final String PASSWORD = PLANTED + "-database-password-0002";
    private static final String ADMIN_KEY = "zk_" + PLANTED + "-key-of-an-administrator-0003";
    private static final String VALUE = PLANTED + "-environment-0004";
    private static final String IDENTITY = PLANTED + "-secret-that-signs-visitors-0005";
    private static final String SAID = PLANTED + "-the-provider-said";

    /** Of a visitor: answers may repeat them to that visitor, the log never. */
    private static final String VISITOR = "visitor9c2b";

    private static final String SESSION = VISITOR + "-session-that-is-long-enough";
    private static final String QUESTION = "What does a " + VISITOR + " membership cost a month?";

    private static final List<String> WAYS =
            List.of("/api/public/chat", "/api/public/chat/stream", "/api/public/chat/chunked");

    /** Words of the inside that no answer of the API may hold. */
    private static final List<String> INSIDE =
            List.of(
                    "exception",
                    "java.",
                    "io.zaaky",
                    "io.helidon",
                    "postgresql",
                    "sqlite",
                    "lucene");

    private static final JsonMapper JSON = new JsonMapper();

    private final Instant expires = Instant.now().plusSeconds(3600);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final StubUpstream model = StubUpstream.start(PlantedSecretsIT::script);
    private final HttpServer plain; // which knows no TLS
    private final List<String> seen = new ArrayList<>();
    private Installation installation;
    private ZaakyProcess zaaky;

    PlantedSecretsIT() throws IOException {
        plain = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        plain.start();
    }

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        installation = Installation.in(folder.resolve(PLANTED + "-folder"));
        installation.server(server(""));
        installation.organisation(organisation());
        breakIndex();
        zaaky =
                ZaakyProcess.serve(
                        installation.config(),
                        installation.data(),
                        Map.of(
                                "PROVIDER_KEY",
                                PROVIDER_KEY,
                                "DATABASE_PASSWORD",
                                PASSWORD,
                                "SOME_VALUE",
                                VALUE,
                                "IDENTITY",
                                IDENTITY));
    }

    @AfterEach
    void stop() {
        Closing.all(zaaky, model, client, () -> plain.stop(0));
    }

    private static String server(String more) {
        return """
        %s
        data-sources:
          away:
            url: "jdbc:postgresql://127.0.0.1:9/%s_database"
            username: "%s_user"
            password: "${DATABASE_PASSWORD}"
        """
                .formatted(more, PLANTED, PLANTED);
    }

    /** How each chatbot fails: its nodes, and the code that is told. */
    private Map<String, List<String>> failures() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (String[] each :
                new String[][] {
                    {"rejected", "provider_rejected"},
                    {"limited", "provider_rate_limited"},
                    {"down", "provider_unavailable"},
                    {"page", "provider_unavailable"},
                    {"moved", "provider_unavailable"},
                    {"inside", "provider_unavailable"},
                    {"cut", "provider_unavailable"},
                    {"junk", "provider_unavailable"}
                }) {
            all.put(each[0], List.of(llm(model.uri("/" + each[0] + "/v1"), ""), each[1]));
        }
        all.put(
                "slow",
                List.of(
                        llm(model.uri("/slow/v1"), ", first-token-timeout: 1s"),
                        "provider_timeout"));
        all.put("closed", List.of(llm(StubUpstream.nowhere(), ""), "provider_unavailable"));
        URI unknown = URI.create("http://" + PLANTED + ".invalid/v1");
        all.put("unknown", List.of(llm(unknown, ""), "provider_unavailable"));
        URI tls = URI.create("https://127.0.0.1:" + plain.getAddress().getPort() + "/v1");
        all.put("tls", List.of(llm(tls, ", connect-timeout: 1s"), "provider_"));
        String extractive = "llm: {provider: extractive}";
        all.put(
                "store",
                List.of(
                        extractive + "\n    conversations: {data-source: away}",
                        "storage_unavailable"));
        all.put(
                "search",
                List.of(
                        extractive
                                + "\n    retrieval: {provider: pgvector, data-source: away}"
                                + "\n    knowledge: {sources: [{path: ../../documents}]}",
                        "retrieval_unavailable"));
        all.put(
                "index",
                List.of(extractive + "\n    knowledge: {sources: [{path: ../../documents}]}", ""));
        return all;
    }

    private static String llm(URI address, String more) {
        return "llm: {provider: openai, model: m, api-key: '${PROVIDER_KEY}', base-url: '%s'%s}"
                .formatted(address, more);
    }

    private String organisation() {
        var yaml = new StringBuilder("admin-keys: [\"sha256:%s\"]\nchatbots:\n".formatted(hash()));
        failures()
                .forEach(
                        (name, nodes) ->
                                yaml.append(
                                        """
                                          %s:
                                            system-prompt: "%s-system-prompt ${SOME_VALUE}"
                                            limits: {messages-per-minute: 100000}
                                            identity: {secret: "${IDENTITY}"}
                                            %s
                                        """
                                                .formatted(name, PLANTED, nodes.getFirst())));
        return yaml.toString();
    }

    private static String hash() {
        try {
            byte[] key = ADMIN_KEY.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static StubScript script(StubCall call) {
        String name = call.path().split("/", 3)[1];
        String echo = SAID + " " + call.header("authorization");
        String error = JSON.createObjectNode().put("message", echo).toString();
        StubScript script = StubUpstream.openAi();
        return switch (name) {
            case "rejected" -> script.status(401).json(_ -> "{\"error\":" + error + "}");
            case "limited" -> script.status(429).json(_ -> "{\"error\":" + error + "}");
            case "down" -> script.status(500).text("<html>" + echo);
            case "page" -> script.header("Content-Type", "text/html").text("<html>" + echo);
            case "moved" -> script.status(302).header("Location", "http://" + SAID + ".invalid/");
            case "inside" -> script.tokens("A membership ").frame("{\"error\":" + error + "}");
            case "cut" -> script.tokens("A membership ").cut();
            case "junk" -> script.text("data: {" + SAID + "\n\n").cut();
            default -> script.holdHeaders();
        };
    }

    /** An index that cannot be opened is set aside, with a line in the log. */
    private void breakIndex() throws IOException {
        Path index = Files.createDirectories(installation.data().resolve("lucene/acme/index"));
        Files.writeString(index.resolve("segments_1"), SAID);
    }

    @Test
    @Tag("SEC-01")
    @Tag("SEC-02")
    @Tag("SEC-06")
    @Tag("SEC-09")
    void areInNoAnswerNoMetricAndNoLineOfTheLog() {
        failures().forEach((name, nodes) -> fail(name, nodes.get(1)));
        uploadWhatCannotBeRead();
        callAnonymously();
        callAsSignedVisitors();
        reloadWhatIsWrong();
        assertNothingIsSeen();
        assertNoVisitorIsCounted();
        zaaky.stop();
        assertLog(zaaky.log());
    }

    private void fail(String name, String code) {
        boolean slow = code.startsWith("storage") || code.startsWith("retrieval");
        for (String way : slow ? WAYS.subList(1, 2) : WAYS) {
            HttpResponse<String> answer = ask(way, name);
            boolean stream = !way.equals(WAYS.getFirst());
            String what = name + " by " + way + ": " + answer.body();
            assertTrue(answer.body().contains("\"" + code), what);
            assertEquals(stream || code.isEmpty(), answer.statusCode() == 200, what);
            if (!code.isEmpty()) {
                assertClean(answer.body());
            }
        }
    }

    private HttpResponse<String> ask(String way, String chatbot) {
        String body =
                JSON.createObjectNode()
                        .put("chatbot_id", "acme/" + chatbot)
                        .put("message", QUESTION)
                        .put("session_id", SESSION)
                        .toString();
        return send(
                HttpRequest.newBuilder(zaaky.at(way))
                        .header("Content-Type", "application/json")
                        .header("User-Agent", VISITOR)
                        .POST(BodyPublishers.ofString(body)));
    }

    private void uploadWhatCannotBeRead() {
        String documents = "/api/orgs/acme/chatbots/index/documents/";
        for (String type : List.of("application/pdf", "application/epub+zip")) {
            String id = "bad-" + type.substring(type.indexOf('/') + 1).replace('+', '-');
            HttpResponse<String> put =
                    send(
                            admin(documents + id)
                                    .header("Content-Type", type)
                                    .PUT(
                                            BodyPublishers.ofString(
                                                    "%PDF-1.7 PK\u0003\u0004 " + SAID)));
            assertTrue(put.body().contains("\"failed\""), put.body());
            assertClean(put.body());
        }
        for (String chatbot : List.of("search", "index")) {
            assertClean(send(admin("/api/orgs/acme/chatbots/" + chatbot + "/documents")).body());
        }
        HttpResponse<String> wrong =
                send(
                        HttpRequest.newBuilder(zaaky.at(documents + "x"))
                                .header("Authorization", "Bearer " + ADMIN_KEY + "x"));
        assertEquals(401, wrong.statusCode());
    }

    private HttpRequest.Builder admin(String path) {
        return HttpRequest.newBuilder(zaaky.at(path))
                .header("Authorization", "Bearer " + ADMIN_KEY);
    }

    /** Everything that can be read without a key. */
    private void callAnonymously() {
        for (String path :
                List.of(
                        "/",
                        "/demo",
                        "/chat-widget.js",
                        "/favicon.ico",
                        "/openapi.json",
                        "/observe/config",
                        "/config",
                        "/metrics",
                        "/health",
                        "/nothing",
                        "/api/public/chatbots/acme/index",
                        "/api/public/chatbots/acme/nobody",
                        "/api/orgs/acme/chatbots/index/documents",
                        "/api/orgs/acme",
                        "/a;b")) {
            var _ = send(HttpRequest.newBuilder(zaaky.at(path)));
        }
        for (String chatbot : failures().keySet()) {
            String history = "/api/public/chat/history?chatbot_id=acme/" + chatbot;
            assertClean(
                    send(HttpRequest.newBuilder(zaaky.at(history)).header("X-Session-Id", SESSION))
                            .body());
        }
        for (String path : List.of("/metrics", "/health", "/health/ready", "/nothing")) {
            var _ = send(HttpRequest.newBuilder(zaaky.management(path)));
        }
    }

    private void callAsSignedVisitors() {
        for (String token : List.of(VISITOR + ".a.b", token(IDENTITY + "x"), token(IDENTITY))) {
            boolean right = token.equals(token(IDENTITY));
            for (String path :
                    List.of(
                            "/api/public/chatbots/acme/index",
                            "/api/public/chat/history?chatbot_id=acme/index")) {
                HttpResponse<String> answer =
                        send(
                                HttpRequest.newBuilder(zaaky.at(path))
                                        .header("X-Visitor-Token", token));
                assertEquals(right ? 200 : 401, answer.statusCode(), answer.body());
                assertClean(answer.body());
                assertFalse(answer.body().contains(VISITOR), answer.body());
            }
        }
    }

    private String token(String secret) {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String claims =
                "{\"sub\":\"%s-name\",\"aud\":\"acme/index\",\"exp\":%d}"
                        .formatted(VISITOR, expires.getEpochSecond());
        String signed =
                base64.encodeToString("{\"alg\":\"HS256\"}".getBytes(StandardCharsets.UTF_8))
                        + "."
                        + base64.encodeToString(claims.getBytes(StandardCharsets.UTF_8));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + base64.encodeToString(signature);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private void reloadWhatIsWrong() {
        installation.server(server("server: {max-streams: \"${SOME_VALUE}\", made-up: 1}"));
        zaaky.hangUp();
        Conditions.await(
                "the refusal of what is wrong",
                () -> zaaky.log(),
                log -> log.contains("server.max-streams"));
    }

    private void assertNoVisitorIsCounted() {
        String metrics = send(HttpRequest.newBuilder(zaaky.management("/metrics"))).body();
        assertTrue(metrics.contains("zaaky_answers_total"), metrics);
        assertFalse(metrics.contains(VISITOR), metrics);
    }

    private void assertNothingIsSeen() {
        for (String answer : seen) {
            assertFalse(answer.toLowerCase(Locale.ROOT).contains(PLANTED), answer);
        }
    }

    private void assertClean(String body) {
        String lower = body.toLowerCase(Locale.ROOT);
        for (String word : INSIDE) {
            assertFalse(lower.contains(word), body);
        }
        assertFalse(body.contains(model.uri().getAuthority()), body);
        assertFalse(body.contains("127.0.0.1:9"), body);
    }

    private static void assertLog(String log) {
        for (String secret : List.of(PROVIDER_KEY, PASSWORD, ADMIN_KEY, VALUE, IDENTITY, VISITOR)) {
            assertFalse(log.contains(secret), () -> secret + " in:\n" + log);
        }
        assertTrue(log.contains(SAID), () -> "the operator finds nothing in:\n" + log);
        log.lines()
                .forEach(line -> assertTrue(line.chars().noneMatch(Character::isISOControl), line));
    }

    /** Keeps the answer, with its headers, for the search. */
    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
            seen.add(answer.statusCode() + " " + answer.headers().map() + " " + answer.body());
            return answer;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }
}
