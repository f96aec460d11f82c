package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.app.RunningServer;
import io.zaaky.testkit.StubScript;
import io.zaaky.testkit.StubUpstream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A provider's key goes to the address that stands beside it in the YAML, and nowhere else. */
@Tag("SEC-05")
class ProviderKeyTest {
    private static final String KEY = "sk-sentinel-0123456789abcdef";
    private static final String SESSION = "a-session-that-is-long-enough";

    @TempDir Path folder;

    private static StubScript says(String word) {
        return StubUpstream.openAi().tokens(word).finish("stop");
    }

    @Test
    void nothingThatACallerSaysChangesTheAddressOrTheKey() {
        try (var configured = StubUpstream.start(says("here"));
                var sink = StubUpstream.start(says("there"));
                var server = RunningServer.start(folder, "", organisation(llm(configured, KEY)))) {
            String elsewhere = sink.uri("/v1").toString();
            String body =
                    """
                    {"chatbot_id":"acme/bot","message":"When?","session_id":"%s","base_url":"%s","base-url":"%s",\
                    "api_base":"%s","proxy_url":"%s","api_key":"k","model":"m","llm":{"provider":"openai","base-url":"%s"}}\
                    """
                            .formatted(
                                    SESSION, elsewhere, elsewhere, elsewhere, elsewhere, elsewhere);
            HttpRequest request =
                    HttpRequest.newBuilder(
                                    server.uri(
                                            "/api/public/chat?base-url="
                                                    + elsewhere
                                                    + "&base_url="
                                                    + elsewhere))
                            .header("Content-Type", "application/json")
                            .header("X-Base-Url", elsewhere)
                            .header("OpenAI-Base-Url", elsewhere)
                            .header("Authorization", "Bearer stolen")
                            .header("Forwarded", "host=" + sink.uri().getAuthority())
                            .header("X-Forwarded-Host", sink.uri().getAuthority())
                            .header("X-Original-Url", elsewhere)
                            .POST(BodyPublishers.ofString(body))
                            .build();
            JsonNode answer = RunningServer.json(server.send(request).body());
            assertEquals("here", answer.path("content").asText(), answer::toString);
            assertEquals("Bearer " + KEY, configured.call(0).header("Authorization"));
            assertEquals(0, sink.calls());
        }
    }

    @Test
    void aFallbackElsewhereGetsItsOwnKeyOrNone() {
        try (var broken = StubUpstream.start(StubUpstream.openAi().status(503).text("no"));
                var other = StubUpstream.start(says("there"));
                var server =
                        RunningServer.start(
                                folder,
                                "",
                                organisation(
                                        llm(broken, KEY)
                                                + "\n"
                                                + "    fallback: [{provider: openai, model: m,"
                                                + " base-url: '"
                                                + other.uri("/v1")
                                                + "'}]"))) {
            JsonNode last = server.lastEvent("acme/bot", "When?", SESSION);
            assertEquals("there", last.path("content").asText(), last::toString);
            assertEquals("Bearer " + KEY, broken.call(0).header("Authorization"));
            assertNoKey(other);
        }
    }

    @Test
    void anotherAddressAfterAReloadGetsNoKeyThatDoesNotStandThere() throws IOException {
        try (var before = StubUpstream.start(says("here"));
                var after = StubUpstream.start(says("there"));
                var server = RunningServer.start(folder, "", organisation(llm(before, KEY)))) {
            server.lastEvent("acme/bot", "When?", SESSION);
            Files.writeString(
                    folder.resolve("config/orgs/acme.yaml"), organisation(llm(after, "")));
            assertEquals(List.of(), server.reload());
            JsonNode last = server.lastEvent("acme/bot", "And now?", SESSION);
            assertEquals("there", last.path("content").asText(), last::toString);
            assertNoKey(after);
        }
    }

    @Test
    void aRedirectTakesItNowhere() {
        try (var sink = StubUpstream.start(says("there"));
                var gate =
                        StubUpstream.start(
                                StubUpstream.openAi()
                                        .status(307)
                                        .header(
                                                "Location",
                                                sink.uri("/v1/chat/completions").toString()));
                var server = RunningServer.start(folder, "", organisation(llm(gate, KEY)))) {
            JsonNode last = server.lastEvent("acme/bot", "When?", SESSION);
            assertEquals("provider_unavailable", last.path("code").asText(), last::toString);
            assertEquals(0, sink.calls());
        }
    }

    private static void assertNoKey(StubUpstream upstream) {
        String all = upstream.call(0).headers() + upstream.call(0).body();
        assertFalse(all.contains(KEY), all);
    }

    private static String organisation(String nodes) {
        return "chatbots:\n  bot:\n    " + nodes + "\n";
    }

    private static String llm(StubUpstream upstream, String key) {
        return "llm: {provider: openai, model: m, base-url: '%s', api-key: '%s'}"
                .formatted(upstream.uri("/v1"), key);
    }
}
