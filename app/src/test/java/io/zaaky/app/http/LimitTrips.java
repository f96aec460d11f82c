package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.RunningServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** How each limit that refuses something is met, and what is told of it. */
final class LimitTrips {
    static final String KEY = "zk_a-key-of-acme-that-nobody-guesses";
    private static final String DOCUMENTS = "/api/orgs/acme/chatbots/bot/documents/";
    private static final String CHATBOT = "/api/public/chatbots/acme/bot";
    private static final String UNCOUNTED = "";

    private LimitTrips() {}

    /**
     * How a limit is met.
     *
     * @param value what it is set to
     * @param told what must be told of it
     * @param second makes the call that is refused because of it
     */
    record Trip(String value, Refused told, Function<RunningServer, HttpResponse<String>> second) {}

    /**
     * What is told of a limit that is met.
     *
     * @param limit what it is called in metrics; empty if it is not counted there
     * @param seconds those of {@code Retry-After}; 0 for none
     */
    record Refused(int status, String code, String limit, long seconds) {}

    /** By the keys that set them. */
    static Map<String, Trip> all() {
        Map<String, Trip> trips = new TreeMap<>();
        var tooLarge = new Refused(413, "payload_too_large", UNCOUNTED, 0);
        trips.put(
                "server.max-request-size",
                new Trip("1KiB", tooLarge, server -> server.chat(question("x".repeat(2000)))));
        trips.put(
                "server.max-upload-size",
                new Trip("1KiB", tooLarge, server -> put(server, "one", 2000)));
        trips.put(
                "server.max-streams",
                new Trip("1", overloaded(UNCOUNTED), LimitTrips::besideAnAnswer));
        trips.put(
                "server.requests-per-minute",
                new Trip("1", limited("requests", 60), LimitTrips::callOften));
        trips.put(
                "server.wrong-keys-per-minute",
                new Trip("1", limited("wrong_keys", 60), LimitTrips::guessTwice));
        trips.put(
                "server.min-free-disk",
                new Trip(
                        "1048576GiB",
                        new Refused(503, "overloaded", UNCOUNTED, 60),
                        LimitTrips::fillTheDisk));
        rates(trips, "server.messages-per-", "address_messages", "acme/two");
        rates(trips, "limits.messages-per-", "organisation_messages", "acme/two");
        rates(trips, "chatbots.ID.limits.messages-per-", "public_chat", "acme/bot");
        rates(trips, "chatbots.ID.limits.total-per-", "chatbot_messages", "acme/bot");
        var full = new Refused(429, "quota_exceeded", "quota", 3600);
        trips.put("quota.documents", new Trip("1", full, server -> putTwo(server, 10)));
        trips.put("quota.bytes", new Trip("100B", full, server -> putTwo(server, 60)));
        var spent = new Refused(429, "budget_exhausted", "budget", secondsOfToday());
        trips.put("budget.tokens-per-day", new Trip("1", spent, LimitTrips::spend));
        trips.put("chatbots.ID.budget.tokens-per-day", new Trip("1", spent, LimitTrips::spend));
        String bot = "chatbots.ID.limits.";
        trips.put(
                bot + "message-characters",
                new Trip(
                        "5",
                        new Refused(413, "message_too_long", UNCOUNTED, 0),
                        server -> server.chat(question("123456"))));
        trips.put(
                bot + "concurrent-answers",
                new Trip("1", limited("concurrent_answers", 2), LimitTrips::besideAnAnswer));
        trips.put(
                bot + "parallel-answers",
                new Trip(
                        "1, max-wait: 0s",
                        overloaded("parallel_answers"),
                        LimitTrips::besideAnAnswer));
        trips.put(
                bot + "max-wait",
                new Trip(
                        "1ms, parallel-answers: 1",
                        overloaded("parallel_answers"),
                        LimitTrips::besideAnAnswer));
        return trips;
    }

    private static void rates(Map<String, Trip> trips, String prefix, String limit, String second) {
        trips.put(
                prefix + "minute",
                new Trip("1", limited(limit, 60), server -> askTwo(server, second)));
        trips.put(
                prefix + "day",
                new Trip("1", limited(limit, 86_400), server -> askTwo(server, second)));
    }

    private static Refused limited(String limit, long seconds) {
        return new Refused(429, "rate_limited", limit, seconds);
    }

    private static Refused overloaded(String limit) {
        return new Refused(503, "overloaded", limit, 2);
    }

    private static long secondsOfToday() {
        Instant now = Instant.now();
        Instant end =
                now.atOffset(ZoneOffset.UTC)
                        .toLocalDate()
                        .plusDays(1)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant();
        return Duration.between(now, end).toSeconds() + 1;
    }

    private static String question(String message) {
        return RunningServer.body("acme/bot", message, "");
    }

    /** The first question is about the first chatbot; each has a session of its own. */
    private static HttpResponse<String> askTwo(RunningServer server, String second) {
        assertEquals(200, server.chat(question("Hi")).statusCode());
        return server.chat(RunningServer.body(second, "Hi", ""));
    }

    /** The first one's turn is over before a question's usual patience is. */
    private static HttpResponse<String> besideAnAnswer(RunningServer server) {
        String first = RunningServer.body("acme/slow", "Hi", "");
        try (Stream<String> held =
                server.lines(server.post("/api/public/chat/stream", first)).body()) {
            assertTrue(held.anyMatch(line -> line.contains("\"Hi\"")), "the first is answered");
            return server.chat(first);
        }
    }

    /** The chatbot that costs nothing answers still. */
    private static HttpResponse<String> spend(RunningServer server) {
        HttpResponse<String> refused = server.chat(RunningServer.body("acme/slow", "Hi", ""));
        assertEquals(200, server.chat(question("Hi")).statusCode());
        return refused;
    }

    private static HttpResponse<String> callOften(RunningServer server) {
        HttpResponse<String> response = server.get(CHATBOT);
        assertEquals(200, response.statusCode());
        for (int i = 0; i < 20 && response.statusCode() == 200; i++) { // ten may come at once
            response = server.get(CHATBOT);
        }
        return response;
    }

    private static HttpResponse<String> guessTwice(RunningServer server) {
        assertEquals(401, get(server, "zk_one").statusCode());
        return get(server, "zk_two");
    }

    private static HttpResponse<String> get(RunningServer server, String key) {
        return server.get(DOCUMENTS + "x", "Authorization", "Bearer " + key);
    }

    private static HttpResponse<String> fillTheDisk(RunningServer server) {
        HttpResponse<String> refused = put(server, "one", 10);
        assertTrue(refused.body().contains("disk"), refused.body());
        assertEquals(200, server.chat(question("Hi")).statusCode());
        return refused;
    }

    private static HttpResponse<String> putTwo(RunningServer server, int size) {
        assertEquals(201, put(server, "one", size).statusCode());
        return put(server, "two", size);
    }

    private static HttpResponse<String> put(RunningServer server, String id, int size) {
        return server.send(
                HttpRequest.newBuilder(server.uri(DOCUMENTS + id))
                        .header("Authorization", "Bearer " + KEY)
                        .header("Content-Type", "text/plain")
                        .PUT(BodyPublishers.ofString("word ".repeat(size / 5)))
                        .build());
    }
}
