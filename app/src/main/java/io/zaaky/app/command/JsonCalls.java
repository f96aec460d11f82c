package io.zaaky.app.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.zaaky.app.command.AdminClient.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Iterator;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Reads from a running server with a key: objects, and exports of any length. */
final class JsonCalls implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofMinutes(2); // until its headers arrive

    private final URI server;
    private final String key;
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build();

    /**
     * @param key empty if there is none
     */
    JsonCalls(URI server, String key) {
        this.server = server;
        this.key = key;
    }

    URI server() {
        return server;
    }

    JsonNode object(String path) throws Failure {
        HttpResponse<String> response = send(path, BodyHandlers.ofString());
        check(path, response.statusCode(), response.body());
        return parse(path, response.body());
    }

    /** Reads another kind of page as plain text. */
    String text(String path) throws Failure {
        HttpResponse<String> response = send(path, BodyHandlers.ofString());
        check(path, response.statusCode(), response.body());
        return response.body();
    }

    /**
     * Passes on the objects of an export.
     *
     * @throws Failure also if the export breaks off
     */
    void lines(String path, Consumer<JsonNode> each) throws Failure {
        HttpResponse<Stream<String>> response = send(path, BodyHandlers.ofLines());
        try (Stream<String> lines = response.body()) {
            Iterator<String> all = lines.iterator();
            if (response.statusCode() != 200) {
                check(path, response.statusCode(), all.hasNext() ? all.next() : "");
            }
            while (all.hasNext()) {
                each.accept(parse(path, all.next()));
            }
        } catch (UncheckedIOException e) {
            throw new Failure(server + path + " broke off: " + e.getCause());
        }
    }

    private <T> HttpResponse<T> send(String path, HttpResponse.BodyHandler<T> body) throws Failure {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path)).timeout(ANSWER);
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        }
        try {
            return client.send(request.build(), body);
        } catch (IOException e) {
            throw new Failure(NoAnswer.of(server, e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted");
        }
    }

    private void check(String path, int status, String body) throws Failure {
        switch (status) {
            case 200 -> {}
            case 401 ->
                    throw new Failure(
                            server
                                    + (key.isEmpty() ? " wants a key" : " does not know this key")
                                    + ": give one of that organisation's admin-keys by --key-file"
                                    + " FILE or ZAAKY_KEY (./zaaky key new ORG makes one)");
            case 403 -> throw new Failure("this key may not read " + path + " on " + server);
            default ->
                    throw new Failure(
                            server + path + " is answered by status " + status + detail(body));
        }
    }

    private static String detail(String body) {
        try {
            String detail = JSON.readTree(body).path("detail").asText("");
            return detail.isEmpty() ? "" : ": " + detail;
        } catch (JsonProcessingException e) {
            return "";
        }
    }

    private JsonNode parse(String path, String text) throws Failure {
        JsonNode node = JSON.missingNode();
        try {
            node = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            // Reported below.
        }
        if (!node.isObject()) {
            throw new Failure(NoAnswer.notZaaky(server, "no JSON at " + path));
        }
        return node;
    }

    @Override
    public void close() {
        client.close();
    }
}
