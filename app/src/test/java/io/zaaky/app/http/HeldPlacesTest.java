package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.RunningServer;
import io.zaaky.testkit.Conditions;
import io.zaaky.testkit.StubCall;
import io.zaaky.testkit.StubScript;
import io.zaaky.testkit.StubUpstream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever ends a question gives back what it held: slots, places and counts. */
class HeldPlacesTest {
    private static final String STREAM = "/api/public/chat/stream";
    private static final String QUESTION = "What does it cost?";
    private static final int TIMES = 25;
    private static final int FOUR = 4;

    private StubUpstream model;
    private RunningServer server;

    @BeforeEach
    void start(@TempDir Path folder) {
        model = StubUpstream.start(HeldPlacesTest::script);
        var chatbots = new StringBuilder("chatbots:\n");
        for (String name : List.of("held", "down", "cut", "slow", "fine")) {
            chatbots.append(
                    """
                      %s:
                        llm: {provider: openai, model: m, base-url: '%s', first-token-timeout: %s}
                        limits: {messages-per-minute: 1000000, concurrent-answers: 4, parallel-answers: 4, max-wait: 30s}
                        streaming: {resume-grace: 0s}
                    """
                            .formatted(
                                    name,
                                    model.uri("/" + name + "/v1"),
                                    name.equals("slow") ? "50ms" : "60s"));
        }
        server =
                RunningServer.start(
                        folder,
                        "server: {max-streams: 4, shutdown-grace: 0s}\n",
                        chatbots.toString());
    }

    @AfterEach
    void stop() {
        server.close();
        model.close();
    }

    private static StubScript script(StubCall call) {
        StubScript script = StubUpstream.openAi();
        return switch (call.path().split("/", 3)[1]) {
            case "held" -> script.tokens("Hello").hold();
            case "down" -> script.status(500).text("down");
            case "cut" -> script.tokens("Hello").cut();
            case "slow" -> script.holdHeaders();
            default -> script.tokens("Hello").finish("stop").usage(1, 1);
        };
    }

    @Test
    @Tag("COST-11")
    void areGivenBackHoweverAQuestionEnds() {
        for (int i = 0; i < TIMES; i++) {
            leave(RawVisitor::reset);
            leave(RawVisitor::close);
            leave(
                    visitor -> {
                        visitor.shutdownOutput();
                        visitor.close();
                    });
            for (String chatbot : List.of("down", "cut", "slow", "fine")) {
                assertEquals(200, ask(STREAM, chatbot, QUESTION).statusCode(), chatbot);
                assertTrue(ask("/api/public/chat", chatbot, QUESTION).statusCode() < 505, chatbot);
            }
            assertEquals(422, ask(STREAM, "fine", " ").statusCode());
            assertEquals(413, ask(STREAM, "fine", "x".repeat(5000)).statusCode());
            assertEquals(404, ask(STREAM, "nobody", QUESTION).statusCode());
        }
        awaitRest();
        List<Stream<String>> open = new ArrayList<>();
        for (int i = 0; i < FOUR; i++) {
            HttpResponse<Stream<String>> answer =
                    server.open("acme/held", QUESTION, "a-session-of-the-full-server-" + i);
            assertEquals(200, answer.statusCode(), "the whole capacity is there again");
            open.add(answer.body());
        }
        assertEquals(503, ask(STREAM, "fine", QUESTION).statusCode());
        open.forEach(Stream::close);
        awaitRest();
    }

    private interface Leaving {
        void by(RawVisitor visitor);
    }

    private void leave(Leaving leaving) {
        awaitRoom();
        var visitor = RawVisitor.of(server.port());
        visitor.post(STREAM, "acme/held", QUESTION, "");
        visitor.readUntil("\"Hello\"");
        leaving.by(visitor);
    }

    /** One who has left is noticed by the next heartbeat. */
    private void awaitRoom() {
        Conditions.await("room", this::streams, open -> open < FOUR);
    }

    private void awaitRest() {
        Conditions.await("rest", this::streams, open -> open == 0);
        Conditions.await(
                "the end of all calls", () -> sum("zaaky_provider_calls_open{"), open -> open == 0);
    }

    private int streams() {
        return sum("zaaky_open_streams{");
    }

    private int sum(String gauge) {
        return server.management("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(gauge))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private HttpResponse<String> ask(String path, String chatbot, String message) {
        return server.send(
                HttpRequest.newBuilder(server.uri(path))
                        .header("Content-Type", "application/json")
                        .POST(
                                BodyPublishers.ofString(
                                        RunningServer.body("acme/" + chatbot, message, "")))
                        .build());
    }
}
