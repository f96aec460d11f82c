package io.zaaky.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Somebody with one session who asks one chatbot over HTTP. */
final class Visitor implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LIMIT = Duration.ofMinutes(6);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String chatbot;
    private final String session;

    /**
     * @param session at least 22 characters
     */
    Visitor(String chatbot, String session) {
        this.chatbot = chatbot;
        this.session = session;
    }

    /** Asks, and returns when the stream has ended. */
    Told ask(ZaakyProcess zaaky, String question) {
        return ask(zaaky, question, _ -> {});
    }

    /**
     * Asks, and returns when the stream has ended.
     *
     * @param onEvent called with each event as it arrives
     */
    Told ask(ZaakyProcess zaaky, String question, Consumer<JsonNode> onEvent) {
        var response =
                send(
                        question(zaaky.at("/api/public/chat/stream"), question),
                        BodyHandlers.ofInputStream());
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            if (response.statusCode() != 200) {
                throw new AssertionError(response.statusCode() + ": " + lines.lines().toList());
            }
            var events = new ArrayList<JsonNode>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("data: ")) {
                    JsonNode event = JSON.readTree(line.substring("data: ".length()));
                    events.add(event);
                    onEvent.accept(event);
                }
            }
            return new Told(events);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The answer as one object, or the problem. */
    HttpResponse<String> askPlainly(ZaakyProcess zaaky, String question) {
        return send(question(zaaky.at("/api/public/chat"), question), BodyHandlers.ofString());
    }

    /** The same under an {@code Idempotency-Key}, without waiting for it. */
    CompletableFuture<HttpResponse<String>> askUnderKey(
            ZaakyProcess zaaky, String question, String key) {
        HttpRequest request =
                question(zaaky.at("/api/public/chat"), question)
                        .header("Idempotency-Key", key)
                        .timeout(LIMIT)
                        .build();
        return client.sendAsync(request, BodyHandlers.ofString());
    }

    /** The conversation until now. */
    JsonNode history(ZaakyProcess zaaky) {
        var request =
                HttpRequest.newBuilder(zaaky.at("/api/public/chat/history?chatbot_id=" + chatbot))
                        .header("X-Session-Id", session);
        return json(send(request, BodyHandlers.ofString()).body()).path("messages");
    }

    /** What the widget is told about the chatbot. */
    JsonNode widget(ZaakyProcess zaaky) {
        var request = HttpRequest.newBuilder(zaaky.at("/api/public/chatbots/" + chatbot));
        return json(send(request, BodyHandlers.ofString()).body());
    }

    /** The status of a GET. */
    int status(URI address) {
        return send(HttpRequest.newBuilder(address), BodyHandlers.ofString()).statusCode();
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }

    private HttpRequest.Builder question(URI address, String question) {
        var body = Map.of("chatbot_id", chatbot, "session_id", session, "message", question);
        return HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSON.valueToTree(body).toString()));
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> handler) {
        try {
            return client.send(request.timeout(LIMIT).build(), handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
