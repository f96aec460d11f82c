package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.RunningServer;
import io.zaaky.testkit.StubUpstream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More questions than the server takes at once. */
class OverloadTest {
    private static final String QUESTION = "Hi, what is up today?";

    @TempDir Path folder;

    @Test
    @Tag("HTTP-09")
    void anOrganisationWhoseModelHangsLeavesRoomForTheOthers() throws IOException {
        try (var hanging = StubUpstream.start(StubUpstream.openAi().holdHeaders());
                var working =
                        StubUpstream.start(
                                StubUpstream.openAi().tokens("Fine").finish("stop").usage(1, 1))) {
            Path orgs = Files.createDirectories(folder.resolve("config/orgs"));
            Files.writeString(orgs.resolve("other.yaml"), organisation(working));
            try (var server =
                    RunningServer.start(
                            folder,
                            "server: {max-streams: 4, shutdown-grace: 0s}\n",
                            organisation(hanging))) {
                for (int i = 0; i < 3; i++) {
                    assertEquals(200, open(server, i).statusCode(), "question " + i);
                }
                HttpResponse<String> refused =
                        server.chat(RunningServer.body("acme/bot", QUESTION, session(3)));
                assertEquals(503, refused.statusCode(), refused.body());
                assertTrue(refused.body().contains("\"overloaded\""), refused.body());
                assertTrue(refused.headers().firstValue("Retry-After").isPresent());
                assertEquals(
                        "Fine",
                        server.lastEvent("other/bot", QUESTION, session(4))
                                .get("content")
                                .asText());
            }
        }
    }

    @Test
    @Tag("HTTP-09")
    void moreConnectionsThanItTakesWaitAndHealthIsStillTold() {
        List<RawVisitor> taken = new ArrayList<>();
        try (var server =
                RunningServer.start(
                        folder,
                        "server: {max-streams: 1}\n",
                        "chatbots:\n  bot:\n    llm: {provider: extractive}\n")) {
            for (int i = 0; i < 1_002; i++) {
                var visitor = RawVisitor.of(server.port());
                taken.add(visitor);
                visitor.send(GET);
                visitor.readUntil("session_id");
            }
            try (var waiting = RawVisitor.of(server.port())) {
                waiting.send(GET);
                for (int i = 0; i < 20; i++) {
                    assertEquals(200, server.management("/health/ready").statusCode());
                }
                assertFalse(waiting.hasHeard(), "one more than it takes was answered");
                taken.forEach(RawVisitor::close);
                waiting.readUntil("session_id");
            }
        } finally {
            taken.forEach(RawVisitor::close);
        }
    }

    private static final String GET =
            "GET /api/public/chatbots/acme/bot HTTP/1.1\r\nHost: x\r\n\r\n";

    private static HttpResponse<Stream<String>> open(RunningServer server, int number) {
        return server.open("acme/bot", QUESTION, session(number));
    }

    private static String session(int number) {
        return "a-session-that-is-long-enough-" + number;
    }

    private static String organisation(StubUpstream model) {
        return """
        chatbots:
          bot:
            llm: {provider: openai, model: m, base-url: "%s", api-key: none}
            limits: {concurrent-answers: 100}
        """
                .formatted(model.uri("/v1"));
    }
}
