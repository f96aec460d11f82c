package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.app.RunningServer;
import io.zaaky.testkit.Conditions;
import io.zaaky.testkit.StubScript;
import io.zaaky.testkit.StubUpstream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** More questions than the server takes at once. */
class OverloadTest {
    private static final String QUESTION = "Hi, what is up today?";
    private static final String GET =
            "GET /api/public/chatbots/acme/bot HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @TempDir Path folder;

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    @Tag("RES-09")
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
                        "server: {max-streams: 1, requests-per-minute: 1000000, trusted-proxies:"
                                + " [127.0.0.1]}\n",
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

    @Test
    void asManyAsAChatbotAnswersAtOnceMayWaitAndTheRestIsTurnedAway() throws Exception {
        try (var upstream = StubUpstream.start(held(), whole());
                var server = start(upstream, "parallel-answers: 1, max-wait: 60s")) {
            assertEquals(200, open(server, 0).statusCode());
            List<CompletableFuture<HttpResponse<String>>> others =
                    Stream.of(1, 2, 3)
                            .map(
                                    number ->
                                            CompletableFuture.supplyAsync(
                                                    () -> plain(server, number), threads))
                            .toList();
            Conditions.await(
                    "two that are turned away",
                    () -> others.stream().filter(CompletableFuture::isDone).count(),
                    done -> done == 2);
            upstream.release();
            List<Integer> statuses =
                    others.stream().map(each -> each.join().statusCode()).sorted().toList();
            assertEquals(List.of(200, 503, 503), statuses);
            assertEquals(200, plain(server, 4).statusCode()); // its slot was given back
        }
    }

    @Test
    void whereNobodyMayWaitWhoFindsNoSlotIsTurnedAwayButTheSameQuestionIsNot() {
        try (var upstream = StubUpstream.start(held());
                var server = start(upstream, "parallel-answers: 1, max-wait: 0s")) {
            HttpRequest asked =
                    HttpRequest.newBuilder(server.uri("/api/public/chat/stream"))
                            .header("Content-Type", "application/json")
                            .header("Idempotency-Key", "k-1")
                            .POST(BodyPublishers.ofString(body(0)))
                            .build();
            assertEquals(200, server.lines(asked).statusCode());
            HttpResponse<String> refused = plain(server, 1);
            assertEquals(503, refused.statusCode(), refused.body());
            assertTrue(refused.body().contains("\"overloaded\""), refused.body());
            assertTrue(refused.headers().firstValue("Retry-After").isPresent());
            HttpResponse<String> second = plain(server, 0);
            assertEquals(409, second.statusCode(), second.body());
            HttpResponse<Stream<String>> again = server.lines(asked);
            assertEquals(200, again.statusCode());
            upstream.release();
            assertEquals("Fine, thanks", complete(RunningServer.events(again.body())));
        }
    }

    private RunningServer start(StubUpstream model, String limits) {
        return RunningServer.start(
                folder,
                "server: {shutdown-grace: 0s}\n",
                organisation(model)
                        .replace("concurrent-answers: 100", "concurrent-answers: 100, " + limits));
    }

    private static StubScript held() {
        return StubUpstream.openAi().tokens("Fine").hold().tokens(", thanks").finish("stop");
    }

    private static StubScript whole() {
        return StubUpstream.openAi().tokens("Fine").finish("stop").usage(1, 1);
    }

    private static HttpResponse<String> plain(RunningServer server, int number) {
        return server.chat(body(number));
    }

    private static String body(int number) {
        return RunningServer.body("acme/bot", QUESTION, session(number));
    }

    @Test
    @Tag("RES-09")
    void ofThreeTimesTooManyAThirdIsAnsweredAndTheRestIsToldToComeBackLater() {
        int most = 8;
        StubScript held = StubUpstream.openAi().tokens("Fi").hold().tokens("ne").finish("stop");
        try (var model = StubUpstream.start(held);
                var server =
                        RunningServer.start(
                                folder, "server: {max-streams: 8}\n", organisation(model))) {
            List<HttpResponse<Stream<String>>> answers = askAtOnce(server, 3 * most);
            var taken = answers.stream().filter(one -> one.statusCode() == 200).toList();
            assertEquals(most, taken.size(), answers::toString);
            for (HttpResponse<Stream<String>> one : answers) {
                if (!taken.contains(one)) {
                    String said = String.join("", one.body().toList());
                    assertEquals(503, one.statusCode(), said);
                    assertTrue(said.contains("\"overloaded\""), said);
                    assertTrue(one.headers().firstValue("Retry-After").isPresent(), said);
                }
            }
            for (int i = 0; i <= most; i++) {
                model.release();
            }
            for (HttpResponse<Stream<String>> one : taken) {
                assertEquals("Fine", complete(RunningServer.events(one.body())));
            }
            assertEquals("Fine", complete(server.stream("acme/bot", QUESTION, session(0))));
            assertEquals(most + 1, model.calls());
        }
    }

    /** As many clients as there are places; each asks again when it has read the last frame. */
    @ParameterizedTest
    @Tag("COST-11")
    @CsvSource({
        "/stream, '\"type\":\"complete\"'",
        "/chunked, '\"done\":true'",
        "'', finish_reason"
    })
    void aPlaceIsFreeBeforeTheEndOfItsAnswerIsRead(String call, String end) throws Exception {
        int clients = 5;
        try (var model = StubUpstream.start(whole());
                var server =
                        RunningServer.start(
                                folder,
                                "server: {max-streams: " + clients + "}\n",
                                organisation(model).replace("1000}", "100000}"))) {
            List<Future<?>> asking = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                int client = i;
                asking.add(threads.submit(() -> askAgainAndAgain(server, call, end, client)));
            }
            for (Future<?> each : asking) {
                each.get();
            }
        }
    }

    private static void askAgainAndAgain(
            RunningServer server, String call, String end, int client) {
        for (int round = 0; round < 100; round++) {
            try (var visitor = RawVisitor.of(server.port())) {
                visitor.post("/api/public/chat" + call, "acme/bot", QUESTION, session(client));
                String answer = visitor.readUntil(end);
                assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
            }
        }
    }

    private static List<HttpResponse<Stream<String>>> askAtOnce(RunningServer server, int times) {
        List<Future<HttpResponse<Stream<String>>>> asked = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < times; i++) {
                int number = i;
                asked.add(threads.submit(() -> open(server, number)));
            }
        }
        return asked.stream().map(Future::resultNow).toList();
    }

    private static String complete(Stream<JsonNode> events) {
        return events.reduce((_, last) -> last).orElseThrow().path("content").asText();
    }

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
            limits: {concurrent-answers: 100, messages-per-minute: 1000}
        """
                .formatted(model.uri("/v1"));
    }
}
