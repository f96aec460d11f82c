package io.zaaky.app.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Calls a running server as an administrator of one chatbot. */
public final class AdminClient implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofMinutes(2);
    private static final Duration BUSY = Duration.ofSeconds(2);
    private static final int ATTEMPTS = 15;

    private final URI server;
    private final String key;
    private final String chatbot;
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build();

    /** The server cannot be used. The message is for the user of the command. */
    public static final class Failure extends Exception {
        private static final long serialVersionUID = 1;

        Failure(String message) {
            super(message);
        }
    }

    /**
     * The server's response.
     *
     * @param body an empty object if it is not JSON
     */
    public record Reply(int status, JsonNode body) {
        public boolean isGood() {
            return status / 100 == 2;
        }

        /** Why it failed; empty if the server does not say. */
        public String detail() {
            return body.path("detail").asText("");
        }
    }

    /**
     * Does no I/O.
     *
     * @param server its public address, {@code http} or {@code https}
     * @param key a key of the chatbot's organisation; empty if there is none
     * @param chatbot {@code ORG/CHATBOT}, both ids as the configuration has them
     */
    public AdminClient(URI server, String key, String chatbot) {
        this.server = server;
        this.key = key;
        this.chatbot = chatbot;
    }

    public URI server() {
        return server;
    }

    /**
     * Sends JSON.
     *
     * @param path below the chatbot's, such as {@code /search}
     */
    public Reply post(String path, ObjectNode body) throws Failure {
        return send(path, "POST", "application/json", BodyPublishers.ofString(body.toString()));
    }

    public Reply put(String path, String contentType, byte[] body) throws Failure {
        return send(path, "PUT", contentType, BodyPublishers.ofByteArray(body));
    }

    public Reply get(String path) throws Failure {
        return send(path, "GET", "", BodyPublishers.noBody());
    }

    /** Retries while the server says that it is busy. */
    private Reply send(String path, String method, String type, BodyPublisher body) throws Failure {
        String[] names = chatbot.split("/", -1);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                                server.resolve(
                                        "/api/orgs/" + names[0] + "/chatbots/" + names[1] + path))
                        .timeout(ANSWER)
                        .method(method, body);
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        }
        HttpResponse<String> response = send(request.build());
        for (int i = 1; i < ATTEMPTS && response.statusCode() == 503; i++) {
            pause(BUSY);
            response = send(request.build());
        }
        var reply = new Reply(response.statusCode(), json(response.body()));
        if (reply.status() == 401) {
            throw new Failure(
                    server
                            + (key.isEmpty() ? " wants a key" : " does not know this key")
                            + ": give one of that organisation's admin-keys by --key-file FILE"
                            + " or ZAAKY_KEY (./zaaky key new ORG makes one)");
        }
        if (reply.status() == 403 && reply.body().path("code").asText().equals("forbidden")) {
            throw new Failure(
                    "the role of this key does not allow that on "
                            + server
                            + ": take the key of an editor or an owner");
        }
        if (isAnothers(reply)) {
            throw new Failure(NoAnswer.notZaaky(server, "status " + reply.status()));
        }
        if (reply.body().path("code").asText().equals("unknown_chatbot")) {
            throw new Failure("there is no chatbot '" + chatbot + "' on " + server);
        }
        return reply;
    }

    /**
     * Whether the response cannot come from Zaaky. A proxy in front of Zaaky may refuse a call in
     * its own words, though.
     */
    private static boolean isAnothers(Reply reply) {
        return switch (reply.status()) {
            case 404, 405, 501 -> !reply.body().has("code");
            default -> reply.status() < 400 && (!reply.isGood() || reply.body().isEmpty());
        };
    }

    private HttpResponse<String> send(HttpRequest request) throws Failure {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new Failure(NoAnswer.of(server, e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted");
        }
    }

    /** Waits before another call. */
    static void pause(Duration time) throws Failure {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted");
        }
    }

    private static JsonNode json(String body) {
        try {
            JsonNode node = JSON.readTree(body);
            return node.isObject() ? node : JSON.createObjectNode();
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode();
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
