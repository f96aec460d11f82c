package io.zaaky.e2e;

import static io.zaaky.e2e.Installation.EXTRACTIVE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.e2e.Product.Outcome;
import io.zaaky.testkit.StubCall;
import io.zaaky.testkit.StubScript;
import io.zaaky.testkit.StubUpstream;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code doctor} says of a web server in front, and of databases and models. */
final class DoctorIT {
    private static final String TRUSTED =
            "server: {trusted-proxies: [127.0.0.1], public-hosts: [localhost]}\n";

    private Installation installation;
    private Path nginx;

    @BeforeEach
    void install(@TempDir Path folder, @TempDir Path web) {
        nginx = web;
        installation = Installation.in(folder);
        installation.server(TRUSTED);
        installation.desk(EXTRACTIVE, "streaming: {heartbeat: 2s}");
    }

    @Test
    void nothingIsWrongWithTheShippedConfiguration() {
        Outcome outcome = through(UnaryOperator.identity());
        assertEquals(0, outcome.code(), outcome::toString);
        says(outcome, "ok   HTTP version: HTTP/2");
        says(outcome, "ok   compression:");
        says(outcome, "ok   buffering: 10 events");
        says(outcome, "ok   idle streams: a stream stays open through 3 s");
        says(outcome, "ok   visitors' addresses: they arrive: this machine counts as 127.0.0.1");
    }

    @Test
    void aStreamThatIsHeldBackIsToldWithTheLineToChange() {
        try (var zaaky = installation.serve();
                var front = new HoldingFront(zaaky)) {
            Outcome outcome = Product.run("doctor", "--url", front.uri().toString());
            assertEquals(1, outcome.code(), outcome::toString);
            says(outcome, "FAIL buffering: 10 events");
            says(outcome, "-> proxy_buffering off;");
            zaaky.stop();
        }
    }

    /** The server's own header is enough for nginx. */
    @Test
    void bufferingThatTheServerSwitchesOffItselfIsNoFailure() {
        Outcome outcome =
                through(shipped -> shipped.replace("proxy_buffering off;", "proxy_buffering on;"));
        assertEquals(0, outcome.code(), outcome::toString);
        says(outcome, "ok   buffering:");
    }

    @Test
    void aStreamThatIsCompressedIsTold() {
        Outcome outcome =
                through(
                        shipped ->
                                shipped.replace(
                                        "gzip off;",
                                        "gzip on; gzip_types text/event-stream; gzip_min_length 0;"
                                                + " gzip_proxied any;"));
        assertEquals(1, outcome.code(), outcome::toString);
        says(outcome, "FAIL compression: streams are compressed (gzip)");
        says(outcome, "-> gzip off;");
    }

    @Test
    void aStreamThatIsCutWhenIdleIsTold() {
        Outcome outcome =
                through(
                        shipped ->
                                shipped.replaceAll(
                                        "proxy_read_timeout \\w+;", "proxy_read_timeout 2s;"));
        assertEquals(1, outcome.code(), outcome::toString);
        says(outcome, "FAIL idle streams:");
        says(outcome, "-> proxy_read_timeout 15m;");
    }

    @Test
    void aWebServerThatIsNotTrustedIsTold() {
        installation.server("server: {public-hosts: [localhost]}\n");
        Outcome outcome = through(UnaryOperator.identity());
        assertEquals(1, outcome.code(), outcome::toString);
        says(outcome, "FAIL visitors' addresses:");
        says(outcome, "server.trusted-proxies");
    }

    @Test
    void aWebServerThatDoesNotSayForWhomItAsksIsTold() {
        Outcome outcome =
                through(
                        shipped ->
                                shipped.replace(
                                        "proxy_set_header X-Forwarded-For $remote_addr;",
                                        "proxy_set_header X-Forwarded-For \"\";"));
        assertEquals(1, outcome.code(), outcome::toString);
        says(outcome, "does not say for whom it asks");
    }

    @Test
    void aWebServerThatHandsOnWhatVisitorsClaimIsTold() {
        Outcome outcome =
                through(
                        shipped ->
                                shipped.replace(
                                        "proxy_set_header X-Forwarded-For $remote_addr;",
                                        "proxy_set_header X-Forwarded-For"
                                                + " $http_x_forwarded_for;"));
        assertEquals(1, outcome.code(), outcome::toString);
        says(outcome, "hands on what visitors claim");
    }

    @Test
    void anAddressWhereNobodyListensIsToldInOneLine() {
        Outcome outcome = Product.run("doctor", "--url", "http://127.0.0.1:1");
        assertEquals(1, outcome.code(), outcome::toString);
        says(outcome, "FAIL stream: nothing listens at");
        assertEquals(1, outcome.out().lines().count(), outcome::toString);
    }

    @Test
    void aCertificateThatIsNotTrustedIsTold() {
        try (var zaaky = installation.serve();
                var front = front(zaaky, UnaryOperator.identity())) {
            Outcome outcome = Product.run("doctor", "--url", front.tls("/").toString());
            assertEquals(1, outcome.code(), outcome::toString);
            says(outcome, "FAIL TLS:");
            zaaky.stop();
        }
    }

    @Test
    void databasesAndModelsAreAskedAndNoSecretIsPrinted() {
        try (var database = new OwnDatabase();
                var model = StubUpstream.start(DoctorIT::stub)) {
            installation.server(
                    """
                    data-sources:
                      postgres: {url: "%s", password: planted-password}
                      nowhere: {url: "jdbc:postgresql://127.0.0.1:1/x", password: planted-password}
                    """
                            .formatted(database.url()));
            installation.desk(
                    "llm: {provider: openai, model: stub, api-key: sk-planted-key, base-url: \""
                            + model.uri("/v1")
                            + "\"}",
                    "fallback: [{provider: ollama, model: none, base-url: \"http://127.0.0.1:1\"}]",
                    "retrieval: {provider: pgvector, data-source: postgres}",
                    "conversations: {data-source: nowhere}");
            Outcome outcome =
                    Product.run(
                            "doctor",
                            "--json",
                            "--config",
                            installation.config().toString(),
                            "--data",
                            installation.data().toString());
            assertEquals(1, outcome.code(), outcome::toString);
            JsonNode found = Visitor.json(outcome.out());
            assertEquals("FAIL", status(found, "data source nowhere"), outcome::toString);
            assertTrue(outcome.out().contains("\"PostgreSQL 1"), outcome::toString);
            assertTrue(
                    outcome.out().contains("the extension vector is not there"), outcome::toString);
            assertTrue(outcome.out().contains("the first text after"), outcome::toString);
            assertEquals(
                    "FAIL",
                    status(found, "model ollama none at http://127.0.0.1:1"),
                    outcome::toString);
            assertEquals("ok", status(found, "java"), outcome::toString);
            assertTrue(!outcome.toString().contains("planted"), outcome::toString);
        }
    }

    private static StubScript stub(StubCall call) {
        return call.path().endsWith("/models")
                ? StubUpstream.openAi().json(_ -> "{\"data\":[{\"id\":\"stub\"}]}")
                : StubUpstream.openAi().tokens("yes").finish("stop").usage(1, 1);
    }

    private static String status(JsonNode found, String check) {
        for (JsonNode each : found.path("checks")) {
            if (each.path("check").asText().equals(check)) {
                return each.path("status").asText();
            }
        }
        throw new AssertionError("no check '" + check + "' in " + found);
    }

    private Outcome through(UnaryOperator<String> change) {
        try (var zaaky = installation.serve();
                var front = front(zaaky, change)) {
            Outcome outcome =
                    Product.run(
                            NginxCertificate.trustedBy(nginx),
                            "doctor",
                            "--url",
                            front.tls("/").toString());
            zaaky.stop();
            return outcome;
        }
    }

    private NginxFront front(ZaakyProcess zaaky, UnaryOperator<String> change) {
        return new NginxFront(nginx, zaaky.at("/").getPort(), change);
    }

    private static void says(Outcome outcome, String text) {
        assertTrue(outcome.out().contains(text), () -> "no '" + text + "' in " + outcome);
    }
}
