package io.zaaky.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.zaaky.app.config.Environment;
import io.zaaky.app.config.Problems;
import io.zaaky.spi.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The real server in this process, on free ports, and a client for it. */
public final class RunningServer implements AutoCloseable {
    static final JsonMapper JSON = new JsonMapper();
    private static final String CHAT = "/api/public/chat";

    private final HttpClient client = HttpClient.newHttpClient();
    private final Application application;

    private RunningServer(Application application) {
        this.application = application;
    }

    /**
     * Starts a server whose only organisation is {@code acme}.
     *
     * @param folder for configuration and data
     * @param zaaky the content of {@code zaaky.yaml}
     * @param acme the content of {@code orgs/acme.yaml}
     */
    public static RunningServer start(Path folder, String zaaky, String acme) {
        return start(folder, zaaky, acme, Clock.systemUTC());
    }

    /** The same by that clock. */
    public static RunningServer start(Path folder, String zaaky, String acme, Clock clock) {
        try {
            Path orgs = Files.createDirectories(folder.resolve("config/orgs"));
            Files.writeString(folder.resolve("config/zaaky.yaml"), zaaky);
            Files.writeString(orgs.resolve("acme.yaml"), acme);
            var options =
                    new Options(
                            folder.resolve("config"),
                            folder.resolve("data"),
                            folder.resolve("plugins"),
                            Optional.empty(),
                            Optional.of(0),
                            Optional.of(0),
                            new Environment(Map.of()));
            var problems = new Problems();
            Assembly assembly = Assembly.toServe(options, problems);
            if (!problems.isEmpty()) {
                throw new AssertionError("the test's configuration is wrong: " + problems.sorted());
            }
            var application = new Application(assembly, options, clock);
            application.start(StartTimes.ofThisProcess());
            return new RunningServer(application);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Has it read its configuration again; returns what was wrong. */
    public List<Problem> reload() {
        return application.reload();
    }

    /** Has it forget now what is too old, as it does every hour. */
    public void forgetOld() {
        application.forgetOld();
    }

    public int port() {
        return application.port();
    }

    public int managementPort() {
        return application.managementPort();
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + application.port() + path);
    }

    /** The text of a page of the management port. */
    public HttpResponse<String> management(String path) {
        return send(
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:" + application.managementPort() + path))
                        .build());
    }

    /** Asks for a stream and reads it to its end. */
    public Stream<JsonNode> stream(String chatbot, String message, String session) {
        HttpResponse<Stream<String>> response = open(chatbot, message, session);
        if (response.statusCode() != 200) {
            throw new AssertionError(
                    response.statusCode() + ": " + String.join("\n", response.body().toList()));
        }
        return events(response.body());
    }

    /** Asks for a stream; its lines come as they are sent. */
    public HttpResponse<Stream<String>> open(String chatbot, String message, String session) {
        return send(
                post(CHAT + "/stream", body(chatbot, message, session)), BodyHandlers.ofLines());
    }

    public static Stream<JsonNode> events(Stream<String> lines) {
        return lines.filter(line -> line.startsWith("data: "))
                .map(line -> json(line.substring("data: ".length())));
    }

    /** The last event of a stream. */
    public JsonNode lastEvent(String chatbot, String message, String session) {
        return stream(chatbot, message, session).reduce((_, last) -> last).orElseThrow();
    }

    public HttpResponse<String> chat(String body) {
        return send(post(CHAT, body));
    }

    public HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    public List<JsonNode> history(String chatbot, String session) {
        HttpResponse<String> response =
                get(CHAT + "/history?chatbot_id=" + chatbot, "X-Session-Id", session);
        return json(response.body()).get("messages").valueStream().toList();
    }

    public HttpRequest post(String path, String body) {
        return HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    public static String body(String chatbot, String message, String session) {
        return JSON.createObjectNode()
                .put("chatbot_id", chatbot)
                .put("message", message)
                .put("session_id", session)
                .toString();
    }

    public HttpResponse<String> send(HttpRequest request) {
        return send(request, BodyHandlers.ofString());
    }

    /** The lines of a response as they come. */
    public HttpResponse<Stream<String>> lines(HttpRequest request) {
        return send(request, BodyHandlers.ofLines());
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return client.send(request, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
        application.close();
    }
}
