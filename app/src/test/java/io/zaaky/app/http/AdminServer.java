package io.zaaky.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.app.RunningServer;
import io.zaaky.app.config.KeyHashes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.TreeMap;

/** A server with two organisations and all kinds of keys. */
final class AdminServer implements AutoCloseable {
    static final String OWNER = "zk_owner-of-acme-that-nobody-guesses";
    static final String EDITOR = "zk_editor-of-acme-that-nobody-guesses";
    static final String VIEWER = "zk_viewer-of-acme-that-nobody-guesses";
    static final String REVOKED = "zk_former-key-of-acme-that-nobody-guesses";
    static final String OTHERS = "zk_owner-of-other-that-nobody-guesses";
    static final String PLATFORM = "zp_of-the-platform-that-nobody-guesses";

    /** Stands in a document of the other organisation and nowhere else. */
    static final String SENTINEL = "quokkas";

    private final Path folder;
    private final RunningServer server;

    AdminServer(Path folder) {
        this(folder, platform(PLATFORM), acme(OWNER, REVOKED), Clock.systemUTC());
    }

    /**
     * The same with other files.
     *
     * @param zaaky the content of {@code zaaky.yaml}
     * @param acme the content of {@code acme.yaml}
     */
    AdminServer(Path folder, String zaaky, String acme, Clock clock) {
        this.folder = folder;
        try {
            Path documents = Files.createDirectories(folder.resolve("documents"));
            Files.writeString(
                    documents.resolve("fees.md"), "# Fees\n\nA membership costs 12 euros.\n");
            Path theirs = Files.createDirectories(folder.resolve("theirs"));
            Files.writeString(
                    theirs.resolve("secret.md"),
                    "# Fees\n\nA membership costs two " + SENTINEL + ".\n");
            other("bot", "theirs");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server = RunningServer.start(folder, zaaky, acme, clock);
    }

    /** The content of {@code zaaky.yaml}. */
    static String platform(String key) {
        return """
        server:
          wrong-keys-per-minute: 1000000
          platform-keys: [{hash: "%s", name: operations}]
        """
                .formatted(KeyHashes.of(key));
    }

    /**
     * The content of {@code acme.yaml} with these keys of owners, besides an editor's and a
     * viewer's.
     */
    static String acme(String... owners) {
        var yaml = new StringBuilder("name: Acme Sailing\nadmin-keys:\n");
        for (String owner : owners) {
            yaml.append("  - ").append(KeyHashes.of(owner)).append('\n');
        }
        return yaml.append(entry(EDITOR, "editor", "desk"))
                .append(entry(VIEWER, "viewer", "auditor"))
                .append(
                        """
                        chatbots:
                          bot:
                            name: The desk
                            llm: {provider: extractive}
                            knowledge: {sources: [{path: ../../documents}]}
                            limits: {messages-per-minute: 1000}
                            widget: {paused: We are back on Monday.}
                        """)
                .toString();
    }

    private static String entry(String key, String role, String name) {
        return "  - {hash: \"%s\", role: %s, name: %s}\n".formatted(KeyHashes.of(key), role, name);
    }

    private void other(String... chatbots) throws IOException {
        var yaml = new StringBuilder("admin-keys: [\"" + KeyHashes.of(OTHERS) + "\"]\nchatbots:\n");
        for (String chatbot : chatbots) {
            yaml.append("  ").append(chatbot).append(": ");
            yaml.append(
                    "{llm: {provider: extractive}, knowledge: {sources: [{path:"
                            + " ../../theirs}]}}\n");
        }
        Path orgs = Files.createDirectories(folder.resolve("config/orgs"));
        Files.writeString(orgs.resolve("other.yaml"), yaml);
    }

    RunningServer server() {
        return server;
    }

    /** Changes {@code acme.yaml}; a reload is to follow. */
    void write(String acme) {
        write("orgs/acme.yaml", acme);
    }

    void write(String file, String content) {
        try {
            Files.writeString(folder.resolve("config").resolve(file), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Makes a call.
     *
     * @param body sent as JSON; none if empty
     * @param headers names and values
     */
    HttpResponse<String> call(String method, String path, String body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.uri(path))
                        .method(
                                method,
                                body.isEmpty()
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return server.send(request.build());
    }

    /** The same with a key. */
    HttpResponse<String> as(String key, String method, String path, String body) {
        return call(method, path, body, "Authorization", "Bearer " + key);
    }

    /** What a call without a body answers. */
    JsonNode json(String key, String path) {
        HttpResponse<String> response = as(key, "GET", path, "");
        if (response.statusCode() != 200) {
            throw new AssertionError(response.statusCode() + ": " + response.body());
        }
        return RunningServer.json(response.body());
    }

    static String code(HttpResponse<String> response) {
        return response.body().isEmpty()
                ? ""
                : RunningServer.json(response.body()).path("code").asText();
    }

    /** All that a client sees of an answer but what differs with each request. */
    static String seen(HttpResponse<String> response) {
        var headers = new TreeMap<>(response.headers().map());
        headers.remove("date");
        headers.remove("x-request-id");
        return response.statusCode()
                + " "
                + headers
                + " "
                + response.body().replaceAll("\"request_id\":\"[^\"]*\"", "");
    }

    @Override
    public void close() {
        server.close();
    }
}
