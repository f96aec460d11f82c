package io.zaaky.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.app.RunningServer;
import io.zaaky.app.config.KeyHashes;
import io.zaaky.testkit.StubCall;
import io.zaaky.testkit.StubScript;
import io.zaaky.testkit.StubUpstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A server with two organisations, and a stub of the model's server that both ask. {@code acme} is
 * whoever tries; {@code zeta} is whose things they are. Each has a chatbot {@code bot} and others
 * that the other one has not.
 */
final class TwoOrganisations implements AutoCloseable {
    static final String OWNER = "zk_owner-of-acme-beside-zeta";
    static final String THEIR_OWNER = "zk_owner-of-zeta-beside-acme";
    static final String OURS = "/api/orgs/acme/chatbots/bot";
    static final String THEIRS = "/api/orgs/zeta/chatbots/vault";

    /** What acme's document says, and its model. */
    static final String OUR_FACT = "12 euros";

    /** What is in zeta's documents, questions and answers, and nowhere else. */
    static final List<String> SENTINELS = List.of("quokkas", "wombats", "numbats");

    /** Is answered out of a document that has a sentinel, and has one itself. */
    static final String THEIR_QUESTION = "What does a membership cost for wombats?";

    static final String OUR_QUESTION = "What does a membership cost?";
    static final String VISITORS = "a-secret-of-visitors-that-has-more-than-32-bytes";

    private final StubUpstream upstream;
    private final RunningServer server;

    TwoOrganisations(Path folder) {
        this(folder, StubUpstream.openAi().tokens("Ask", " the numbats.").finish("stop"));
    }

    /**
     * @param theirs how zeta's model answers
     */
    TwoOrganisations(Path folder, StubScript theirs) {
        StubScript ours = StubUpstream.openAi().tokens("It costs ", OUR_FACT + ".").finish("stop");
        ours.usage(20, 5);
        upstream = StubUpstream.start(call -> isOf("zeta", call) ? theirs : ours);
        try {
            document(folder, "ours/fees.md", "# Fees\n\nA membership costs 12 euros.\n");
            document(
                    folder,
                    "theirs/secret.md",
                    "# Fees\n\nA membership for wombats costs two quokkas.\n");
            String zeta =
                    keys(THEIR_OWNER)
                            + chatbot("bot", "zeta", "theirs")
                            + chatbot("vault", "zeta", "theirs")
                            + "  bare: {llm: {provider: extractive}}\n";
            Files.writeString(
                    Files.createDirectories(folder.resolve("config/orgs")).resolve("zeta.yaml"),
                    zeta);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server =
                RunningServer.start(
                        folder,
                        "server: {wrong-keys-per-minute: 1000000, requests-per-minute: 1000000}\n",
                        keys(OWNER)
                                + chatbot("bot", "acme", "ours")
                                + chatbot("desk", "acme", "ours")
                                + "    identity: {secret: "
                                + VISITORS
                                + "}\n");
    }

    private static void document(Path folder, String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static String keys(String owner) {
        return "admin-keys: [\"" + KeyHashes.of(owner) + "\"]\nchatbots:\n";
    }

    private String chatbot(String id, String org, String documents) {
        return """
          %s:
            llm: {provider: openai, base-url: '%s', model: %s-model}
            knowledge: {sources: [{path: ../../%s}]}
            limits: {messages-per-minute: 100000, concurrent-answers: 100}
            streaming: {resume-grace: 1h}
            widget: {title: Harbour desk, color: '#123456', suggestions: ['When is it open?']}
        """
                .formatted(id, upstream.uri("/v1"), org, documents);
    }

    private static boolean isOf(String org, StubCall call) {
        return call.body().contains("\"" + org + "-model\"");
    }

    RunningServer server() {
        return server;
    }

    StubUpstream upstream() {
        return upstream;
    }

    /** What the model was sent for an organisation's chatbots. */
    List<String> prompts(String org) {
        List<String> prompts = new ArrayList<>();
        for (int i = 0; i < upstream.calls(); i++) {
            if (isOf(org, upstream.call(i))) {
                prompts.add(upstream.call(i).body());
            }
        }
        return prompts;
    }

    /**
     * Makes a call.
     *
     * @param body sent as JSON unless the headers say otherwise; none if empty
     * @param headers names and values
     */
    HttpResponse<String> call(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri(path));
        request.method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return server.send(request.build());
    }

    /** The same with a key. */
    HttpResponse<String> as(
            String key, String method, String path, String body, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Authorization";
        all[headers.length + 1] = "Bearer " + key;
        return call(method, path, body, all);
    }

    /** What a call without a body answers. */
    JsonNode json(String key, String path) {
        HttpResponse<String> response = as(key, "GET", path, "");
        if (response.statusCode() != 200) {
            throw new AssertionError(path + ": " + response.statusCode() + " " + response.body());
        }
        return RunningServer.json(response.body());
    }

    /** Sends a file in a form. */
    HttpResponse<String> form(String key, String chatbot, String fileName, String text) {
        String form =
                """
                --x\r
                Content-Disposition: form-data; name="file"; filename="%s"\r
                Content-Type: text/plain\r
                \r
                %s\r
                --x--\r
                """
                        .formatted(fileName, text);
        return as(
                key,
                "POST",
                chatbot + "/documents",
                form,
                "Content-Type",
                "multipart/form-data; boundary=x");
    }

    @Override
    public void close() {
        server.close();
        upstream.close();
    }
}
