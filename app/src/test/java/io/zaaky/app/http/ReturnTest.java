package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.app.RunningServer;
import io.zaaky.testkit.Conditions;
import io.zaaky.testkit.StubCall;
import io.zaaky.testkit.StubScript;
import io.zaaky.testkit.StubUpstream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A visitor stops an answer, leaves it, comes back to it, or asks for it twice. */
class ReturnTest {
    private static final String BOT = "acme/bot";
    private static final String SESSION = "a-session-that-is-long-enough";
    private static final String OTHER = "another-session-that-is-long-enough";
    private static final String QUESTION = "Hi, what is up today?";
    private static final String STREAM = "/api/public/chat/stream";

    @TempDir Path folder;

    // ------------------------------------------------------------------ stop

    @Test
    @Tag("RES-15")
    @Tag("UP-19")
    void aStoppedAnswerEndsItsStreamIsKeptAndIsPartOfTheConversation() {
        try (var upstream =
                        StubUpstream.start(said("Once ").hold().tokens("more"), whole("Twice"));
                var server = start(upstream, "")) {
            var asking = server.open(BOT, QUESTION, SESSION);
            Iterator<JsonNode> events = RunningServer.events(asking.body()).iterator();
            assertEquals("Once ", events.next().get("content").asText());
            String message = asking.headers().firstValue("X-Message-Id").orElseThrow();
            assertEquals(202, stop(server, message, SESSION).statusCode());
            upstream.call(0).awaitClosed();
            JsonNode complete = events.next();
            assertEquals("complete", complete.get("type").asText(), complete::toString);
            assertEquals("stopped", complete.get("finish_reason").asText());
            assertEquals("Once ", complete.get("content").asText());
            assertFalse(events.hasNext());
            JsonNode kept = server.history(BOT, SESSION).getLast();
            assertEquals("stopped", kept.get("state").asText());
            assertEquals("Once ", kept.get("content").asText());
            assertEquals(202, stop(server, message, SESSION).statusCode());
            server.lastEvent(BOT, "And then, what comes next?", SESSION);
            assertTrue(upstream.call(1).body().contains("Once "), upstream.call(1).body());
        }
    }

    @Test
    @Tag("UP-19")
    void anAnswerIsStoppedBeforeItsFirstToken() {
        try (var upstream = StubUpstream.start(StubUpstream.openAi().holdHeaders());
                var server = start(upstream, "")) {
            var asking = server.open(BOT, QUESTION, SESSION);
            String message = asking.headers().firstValue("X-Message-Id").orElseThrow();
            StubCall call = upstream.call(0);
            assertEquals(202, stop(server, message, SESSION).statusCode());
            call.awaitClosed();
            List<JsonNode> events = RunningServer.events(asking.body()).toList();
            assertEquals(1, events.size(), events::toString);
            assertEquals("stopped", events.getFirst().get("finish_reason").asText());
            assertEquals("", events.getFirst().get("content").asText());
        }
    }

    @Test
    @Tag("RES-15")
    void onlyTheSessionThatAskedCanStop() {
        try (var upstream = StubUpstream.start(said("Once ").hold().tokens("more").finish("stop"));
                var server = start(upstream, "")) {
            var asking = server.open(BOT, QUESTION, SESSION);
            String message = asking.headers().firstValue("X-Message-Id").orElseThrow();
            Iterator<JsonNode> events = RunningServer.events(asking.body()).iterator();
            events.next();
            HttpResponse<String> refused = stop(server, message, OTHER);
            assertEquals(404, refused.statusCode());
            assertTrue(refused.body().contains("not_found"), refused.body());
            assertEquals(404, stop(server, "no-such-message", SESSION).statusCode());
            upstream.release();
            assertEquals("more", events.next().get("content").asText());
            assertEquals("stop", events.next().get("finish_reason").asText());
        }
    }

    @Test
    void aStopNeedsBothFields() {
        try (var upstream = StubUpstream.start(whole("x"));
                var server = start(upstream, "")) {
            HttpResponse<String> refused =
                    server.send(server.post("/api/public/chat/stop", "{\"message_id\":\"x\"}"));
            assertEquals(422, refused.statusCode());
            assertTrue(refused.body().contains("\"field\":\"session_id\""), refused.body());
        }
    }

    // ------------------------------------------------------------------ come back

    @Test
    @Tag("RES-13")
    void whoComesBackGetsWhatIsMissingAndThenWhatFollows() {
        try (var upstream =
                        StubUpstream.start(
                                said("one ", "two ", "three ")
                                        .hold()
                                        .tokens("four")
                                        .finish("stop"));
                var server = start(upstream, "")) {
            var asking = server.open(BOT, QUESTION, SESSION);
            String message = asking.headers().firstValue("X-Message-Id").orElseThrow();
            Iterator<String> first = asking.body().iterator();
            await(first, "id: " + message + ":3");
            HttpResponse<Stream<String>> again = resume(server, message + ":1", SESSION);
            assertEquals(200, again.statusCode());
            Iterator<String> second = again.body().iterator();
            assertEquals("two ", content(data(second)));
            assertEquals("id: " + message + ":2", second.next());
            assertEquals("three ", content(data(second)));
            upstream.release();
            assertEquals("four", content(data(second)));
            String complete = data(second);
            assertEquals("one two three four", content(complete));
            assertEquals("id: " + message + ":5", second.next());
            assertEquals(complete, last(first)); // both see the same
            assertEquals(1, upstream.calls());
        }
    }

    @Test
    @Tag("RES-13")
    void fromWhereverOneComesBackTheUnionIsTheAnswerExactlyOnce() {
        try (var upstream = StubUpstream.start(whole("a", "b😀", "", "\n", "c\"\\"));
                var server = start(upstream, "")) {
            var asking = server.open(BOT, QUESTION, SESSION);
            String message = asking.headers().firstValue("X-Message-Id").orElseThrow();
            List<String> lines = asking.body().filter(line -> !line.startsWith(":")).toList();
            int frames = (int) lines.stream().filter(line -> line.startsWith("data: ")).count();
            for (int seen = 0; seen < frames; seen++) {
                List<String> rest = resume(server, message + ":" + seen, SESSION).body().toList();
                assertEquals(lines.subList(3 * seen, lines.size()), rest, "after " + seen);
            }
            assertEquals(204, resume(server, message + ":" + frames, "").statusCode());
            assertEquals(204, resume(server, message + ":" + (frames + 1), "").statusCode());
            assertEquals(1, upstream.calls());
        }
    }

    @Test
    @Tag("RES-13")
    void whoComesBackTwiceWithNothingNewBetweenGetsTheSameTwice() {
        try (var upstream =
                        StubUpstream.start(
                                said("one ", "two ").hold().tokens("three").finish("stop"));
                var server = start(upstream, "")) {
            var asking = server.open(BOT, QUESTION, SESSION);
            String message = asking.headers().firstValue("X-Message-Id").orElseThrow();
            await(asking.body().iterator(), "id: " + message + ":2");
            for (int time = 0; time < 2; time++) {
                Iterator<String> again = resume(server, message + ":1", SESSION).body().iterator();
                assertEquals("two ", content(data(again)), "time " + time);
                assertEquals("id: " + message + ":2", again.next(), "time " + time);
            }
            upstream.release();
            assertEquals("one two three", content(lastOf(resume(server, message + ":1", ""))));
            assertEquals(1, upstream.calls());
        }
    }

    @Test
    @Tag("RES-14")
    void afterARestartThereIsNothingToFollowAndTheConversationHasWhatWasSaid() {
        try (var upstream = StubUpstream.start(said("one ").hold(), whole("two"))) {
            String message;
            try (var server = start("server: {shutdown-grace: 0s}\n", upstream, "")) {
                var asking = server.open(BOT, QUESTION, SESSION);
                message = asking.headers().firstValue("X-Message-Id").orElseThrow();
                await(asking.body().iterator(), "id: " + message + ":1");
            }
            try (var server = start(upstream, "")) {
                assertEquals(204, resume(server, message + ":1", "").statusCode());
                JsonNode kept = server.history(BOT, SESSION).getLast();
                assertEquals(message, kept.get("id").asText(), kept::toString);
                assertEquals("incomplete", kept.get("state").asText(), kept::toString);
                assertEquals("one ", kept.get("content").asText(), kept::toString);
                JsonNode next = server.lastEvent(BOT, QUESTION, SESSION);
                assertEquals("two", next.path("content").asText(), next::toString);
            }
        }
    }

    @Test
    @Tag("RES-13")
    void whatIsNotKnownOrTooOldIsAnsweredBy204() {
        try (var upstream = StubUpstream.start(whole("x"));
                var server = start(upstream, "streaming: {resume-grace: 0s}")) {
            for (String id : List.of("x:1", "x", "", ":", "x:y", "x:-1", "x:99999999999")) {
                assertEquals(204, resume(server, id, "").statusCode(), id);
            }
            String message = server.lastEvent(BOT, QUESTION, SESSION).get("message_id").asText();
            Conditions.await(
                    "the end of the grace",
                    () -> resume(server, message + ":0", "").statusCode(),
                    status -> status == 204);
            assertEquals(1, upstream.calls());
        }
    }

    @Test
    @Tag("RES-13")
    void aSessionThatIsGivenMustBeTheRightOne() {
        try (var upstream = StubUpstream.start(whole("x"));
                var server = start(upstream, "")) {
            String message = server.lastEvent(BOT, QUESTION, SESSION).get("message_id").asText();
            assertEquals(404, resume(server, message + ":0", OTHER).statusCode());
            assertEquals(200, resume(server, message + ":0", SESSION).statusCode());
            assertEquals(200, resume(server, message + ":0", "weak").statusCode());
        }
    }

    @Test
    void whoLeftAndComesBackWithinTheGraceKeepsTheAnswerGoing() {
        try (var upstream = StubUpstream.start(said("one ").hold().tokens("two").finish("stop"));
                var server = start(upstream, "streaming: {resume-grace: 1h}")) {
            String message = leaveAfterFirstToken(server);
            HttpResponse<Stream<String>> again = resume(server, message + ":1", "");
            upstream.release();
            Iterator<String> lines = again.body().iterator();
            assertEquals("two", content(data(lines)));
            assertEquals("one two", content(data(lines)));
            assertEquals("complete", server.history(BOT, SESSION).getLast().get("state").asText());
        }
    }

    // ------------------------------------------------------------------ leave

    @Test
    @Tag("UP-19")
    void theModelCallIsClosedAtOnceWhereThereIsNoGrace() {
        try (var upstream = StubUpstream.start(said("one ").hold());
                var server = start(upstream, "streaming: {resume-grace: 0s, heartbeat: 1h}")) {
            leaveAfterFirstToken(server);
            upstream.call(0).awaitClosed();
            awaitState(server, "incomplete");
            assertEquals("one ", server.history(BOT, SESSION).getLast().get("content").asText());
        }
    }

    @Test
    @Tag("UP-19")
    @Tag("HTTP-06")
    void whoLeavesBeforeTheFirstTokenIsNoticedInSilence() throws Exception {
        try (var upstream = StubUpstream.start(StubUpstream.openAi().holdHeaders());
                var server = start(upstream, "streaming: {resume-grace: 0s, heartbeat: 1h}")) {
            for (String path : List.of("/stream", "/chunked", "")) {
                int calls = upstream.calls();
                try (var visitor = RawVisitor.of(server.port())) {
                    visitor.post("/api/public/chat" + path, BOT, QUESTION, SESSION + calls);
                    upstream.call(calls); // it has arrived there
                }
                upstream.call(calls).awaitClosed();
                awaitState(server, SESSION + calls, "failed");
            }
        }
    }

    @Test
    void aClientThatOnlySendsNothingMoreStillGetsItsStream() throws Exception {
        try (var upstream = StubUpstream.start(said("one ").hold().tokens("two").finish("stop"));
                var server = start(upstream, "streaming: {resume-grace: 0s}");
                var visitor = RawVisitor.of(server.port())) {
            visitor.post(STREAM, BOT, QUESTION, SESSION);
            visitor.shutdownOutput();
            visitor.readUntil("one ");
            upstream.release();
            visitor.readUntil("\"finish_reason\":\"stop\"");
        }
    }

    @Test
    void afterAStreamTheConnectionTakesTheNextQuestion() throws Exception {
        try (var upstream = StubUpstream.start(whole("first"), whole("second"), whole("third"));
                var server = start(upstream, "");
                var visitor = RawVisitor.of(server.port())) {
            visitor.post(STREAM, BOT, QUESTION, SESSION);
            visitor.readUntil("0\r\n\r\n");
            visitor.post(STREAM, BOT, QUESTION, SESSION);
            assertTrue(visitor.readUntil("0\r\n\r\n").contains("second"));
            visitor.post("/api/public/chat", BOT, QUESTION, SESSION);
            assertTrue(visitor.readUntil("\"model\":\"m\"}").contains("third"));
        }
    }

    // ------------------------------------------------------------------ once

    @Test
    @Tag("RES-12")
    void theSameKeyJoinsTheRunningAnswer() {
        try (var upstream = StubUpstream.start(said("one ").hold().tokens("two").finish("stop"));
                var server = start(upstream, "")) {
            var first = ask(server, STREAM, QUESTION, "key-1");
            Iterator<String> lines = first.body().iterator();
            assertEquals("one ", content(data(lines)));
            var second = ask(server, STREAM, QUESTION, "key-1");
            assertEquals(
                    first.headers().firstValue("X-Message-Id"),
                    second.headers().firstValue("X-Message-Id"));
            Iterator<String> joined = second.body().iterator();
            assertEquals("one ", content(data(joined)));
            upstream.release();
            assertEquals("two", content(data(joined)));
            assertEquals("one two", content(data(joined)));
            assertEquals("one two", content(last(lines)));
            assertEquals(1, upstream.calls());
            assertEquals(2, server.history(BOT, SESSION).size());
        }
    }

    @Test
    @Tag("RES-12")
    void theSameKeyGetsTheFinishedAnswerByEachWayToAskAndAfterARestart() {
        try (var upstream = StubUpstream.start(whole("the ", "answer"))) {
            try (var server = start(upstream, "streaming: {resume-grace: 0s}")) {
                assertEquals("the answer", content(lastOf(ask(server, STREAM, QUESTION, "k"))));
                sameAnswerByEachWay(server);
            }
            try (var server = start(upstream, "")) {
                sameAnswerByEachWay(server);
            }
            assertEquals(1, upstream.calls());
        }
    }

    private static void sameAnswerByEachWay(RunningServer server) {
        assertEquals("the answer", content(lastOf(ask(server, STREAM, QUESTION, "k"))));
        String whole =
                String.join("", ask(server, "/api/public/chat", QUESTION, "k").body().toList());
        assertEquals("the answer", content(whole));
        String chunk = lastOf(ask(server, "/api/public/chat/chunked", QUESTION, "k"));
        assertEquals("the answer", RunningServer.json(chunk).get("chunk").asText());
        assertEquals(2, server.history(BOT, SESSION).size());
    }

    @Test
    @Tag("RES-12")
    void anotherMessageUnderTheKeyIsRefused() {
        try (var upstream = StubUpstream.start(whole("x"));
                var server = start(upstream, "")) {
            lastOf(ask(server, STREAM, QUESTION, "k"));
            var refused = ask(server, STREAM, QUESTION + " Really?", "k");
            String problem = String.join("", refused.body().toList());
            assertEquals(422, refused.statusCode(), problem);
            assertTrue(problem.contains("\"field\":\"Idempotency-Key\""), problem);
            assertEquals(1, upstream.calls());
        }
    }

    @Test
    @Tag("RES-12")
    void twoAtOnceUnderOneKeyAreOneQuestion() {
        try (var upstream = StubUpstream.start(whole("x"));
                var server = start(upstream, "")) {
            List<Future<String>> asked = new ArrayList<>();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 8; i++) {
                    asked.add(
                            threads.submit(
                                    () -> content(lastOf(ask(server, STREAM, QUESTION, "k")))));
                }
            }
            for (Future<String> each : asked) {
                assertEquals("x", each.resultNow());
            }
            assertEquals(1, upstream.calls());
        }
    }

    @Test
    @Tag("RES-12")
    void theSameKeyOfAnotherSessionIsAnotherQuestion() {
        try (var upstream = StubUpstream.start(whole("mine"), whole("theirs"));
                var server = start(upstream, "")) {
            assertEquals("mine", content(lastOf(ask(server, STREAM, QUESTION, "k", SESSION))));
            assertEquals("theirs", content(lastOf(ask(server, STREAM, QUESTION, "k", OTHER))));
            assertEquals("mine", content(lastOf(ask(server, STREAM, QUESTION, "k", SESSION))));
            assertEquals(2, upstream.calls());
        }
    }

    @Test
    @Tag("RES-12")
    void aQuestionThatWasRefusedLeavesNothingUnderItsKey() {
        try (var upstream =
                        StubUpstream.start(
                                said("one ").hold().tokens("two").finish("stop"), whole("three"));
                var server = start(upstream, "")) {
            var running = server.open(BOT, QUESTION, SESSION);
            upstream.call(0);
            assertEquals(409, ask(server, STREAM, "And then?", "k").statusCode());
            upstream.release();
            assertEquals("one two", content(last(running.body().iterator())));
            assertEquals("three", content(lastOf(ask(server, STREAM, "And then?", "k"))));
            assertEquals(2, upstream.calls());
        }
    }

    @Test
    void theNextQuestionIsTakenAsSoonAsTheLastFrameOfAnAnswerIsThere() {
        int questions = 100;
        var script = Collections.nCopies(questions, whole("x")).toArray(StubScript[]::new);
        try (var upstream = StubUpstream.start(script);
                var server = start(upstream, "")) {
            for (int i = 0; i < questions; i++) {
                HttpResponse<Stream<String>> response = server.open(BOT, QUESTION, SESSION);
                assertEquals(200, response.statusCode(), "question " + i);
                Iterator<String> lines = response.body().iterator();
                String data = data(lines);
                while (!data.contains("\"done\":true")) {
                    data = data(lines);
                }
            }
        }
    }

    @Test
    void withoutASessionOnlyAKeyThatNobodyGuessesWillDo() {
        try (var upstream = StubUpstream.start(whole("x"));
                var server = start(upstream, "")) {
            assertEquals(422, ask(server, STREAM, QUESTION, "weak", "").statusCode());
            String key = "0123456789abcdef-012345";
            var first = ask(server, STREAM, QUESTION, key, "");
            lastOf(first);
            var second = ask(server, STREAM, QUESTION, key, "");
            assertEquals(
                    first.headers().firstValue("X-Session-Id"),
                    second.headers().firstValue("X-Session-Id"));
            assertEquals("x", content(lastOf(second)));
            assertEquals(1, upstream.calls());
        }
    }

    // ------------------------------------------------------------------ helpers

    private static StubScript said(String... pieces) {
        return StubUpstream.openAi().tokens(pieces);
    }

    private static StubScript whole(String... pieces) {
        return said(pieces).finish("stop").usage(1, 1);
    }

    private static HttpResponse<String> stop(RunningServer server, String message, String session) {
        return server.send(
                server.post(
                        "/api/public/chat/stop",
                        "{\"message_id\":\"%s\",\"session_id\":\"%s\"}"
                                .formatted(message, session)));
    }

    private static HttpResponse<Stream<String>> resume(
            RunningServer server, String lastEvent, String session) {
        String query = session.isEmpty() ? "" : "&session_id=" + session;
        return server.lines(
                HttpRequest.newBuilder(
                                server.uri(STREAM + "?chatbot_id=" + BOT + "&message=x" + query))
                        .header("Last-Event-ID", lastEvent)
                        .build());
    }

    private static HttpResponse<Stream<String>> ask(
            RunningServer server, String path, String message, String key) {
        return ask(server, path, message, key, SESSION);
    }

    private static HttpResponse<Stream<String>> ask(
            RunningServer server, String path, String message, String key, String session) {
        HttpRequest request = server.post(path, RunningServer.body(BOT, message, session));
        return server.lines(
                HttpRequest.newBuilder(request, (_, _) -> true)
                        .header("Idempotency-Key", key)
                        .build());
    }

    /** Asks, reads the first token and ends the connection; returns the message's id. */
    private static String leaveAfterFirstToken(RunningServer server) {
        try (var visitor = RawVisitor.of(server.port())) {
            visitor.post(STREAM, BOT, QUESTION, SESSION);
            String head = visitor.readUntil("one ");
            return head.replaceAll("(?is).*x-message-id: ([A-Za-z0-9_-]+).*", "$1");
        }
    }

    private static void awaitState(RunningServer server, String state) {
        awaitState(server, SESSION, state);
    }

    private static void awaitState(RunningServer server, String session, String state) {
        Conditions.await(
                "the state " + state,
                () -> server.history(BOT, session),
                messages ->
                        !messages.isEmpty()
                                && messages.getLast().get("state").asText().equals(state));
    }

    private static void await(Iterator<String> lines, String line) {
        while (!lines.next().equals(line)) {}
    }

    private static String data(Iterator<String> lines) {
        String line = lines.next();
        while (!line.startsWith("data: ")) {
            line = lines.next();
        }
        return line.substring("data: ".length());
    }

    private static String last(Iterator<String> lines) {
        String last = "";
        while (lines.hasNext()) {
            String line = lines.next();
            last = line.startsWith("data: ") ? line.substring("data: ".length()) : last;
        }
        return last;
    }

    private static String lastOf(HttpResponse<Stream<String>> response) {
        assertEquals(200, response.statusCode());
        return last(response.body().iterator());
    }

    private static String content(String json) {
        return RunningServer.json(json).get("content").asText();
    }

    private RunningServer start(StubUpstream upstream, String extra) {
        return start("server: {}\n", upstream, extra);
    }

    private RunningServer start(String zaaky, StubUpstream upstream, String extra) {
        return RunningServer.start(
                folder,
                zaaky,
                """
                chatbots:
                  bot:
                    llm: {provider: openai, model: m, base-url: "%s", api-key: none}
                    limits: {messages-per-minute: 10000, concurrent-answers: 100}
                    %s
                """
                        .formatted(upstream.uri("/v1"), extra));
    }
}
