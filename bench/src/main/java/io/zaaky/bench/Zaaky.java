package io.zaaky.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Zaaky itself, started in the same way as by an operator. */
final class Zaaky {
    static final Pattern READY = Pattern.compile("^Zaaky is ready: http://[^ ]*:(\\d+)");

    private Zaaky() {}

    /** A server whose only chatbot relays without documents and without limits that matter here. */
    static Target start(Path folder, int upstreamPort) throws IOException, InterruptedException {
        return start(folder, upstreamPort, "Zaaky", "bench/relay");
    }

    /** The same with the sample's documents: each answer is grounded in five passages. */
    static Target startGrounded(Path folder, int upstreamPort)
            throws IOException, InterruptedException {
        Path documents = launcher().resolveSibling("config/documents").toAbsolutePath();
        Path orgs = Files.createDirectories(folder.resolve("config/orgs"));
        Files.writeString(
                orgs.resolve("shelf.yaml"),
                """
                chatbots:
                  grounded:
                    llm: {provider: openai, model: bench, base-url: "http://127.0.0.1:%d/v1", api-key: none, total-timeout: 30m, max-tokens: 100000, context-window: 200000}
                    answering: {when-weak: answer, when-none: answer}
                    limits: {messages-per-minute: 1000000, concurrent-answers: 100000}
                    knowledge: {sources: [{path: %s}]}
                """
                        .formatted(upstreamPort, documents.normalize()));
        return start(folder, upstreamPort, "Zaaky, grounded", "shelf/grounded");
    }

    private static Target start(Path folder, int upstreamPort, String name, String chatbot)
            throws IOException, InterruptedException {
        Path config = writeConfig(folder.resolve("config"), upstreamPort);
        ServerProcess server =
                ServerProcess.start(
                        Machine.pinned(serve(config, folder.resolve("data"))),
                        folder.resolve("zaaky.log"),
                        READY);
        int port = Integer.parseInt(server.awaitReady().line().group(1));
        String question =
                "{\"message\":\"Which way is the harbour?\",\"chatbot_id\":\"%s\"}"
                        .formatted(chatbot);
        String request = Target.post(port, "/api/public/chat/stream", question);
        return new Target(name, port, request, Optional.of(server));
    }

    static List<String> serve(Path config, Path data) {
        return List.of(
                launcher().toString(),
                "serve",
                "--config",
                config.toString(),
                "--data",
                data.toString(),
                "--port",
                "0",
                "--management-port",
                "0");
    }

    /** The launcher in the repository's root, which {@code run} names. */
    static Path launcher() {
        return Path.of(System.getProperty("zaaky.bench.root", ".")).resolve("zaaky");
    }

    static Path writeConfig(Path config, int upstreamPort) throws IOException {
        Files.createDirectories(config.resolve("orgs"));
        Files.writeString(
                config.resolve("zaaky.yaml"),
                """
                server:
                  max-streams: 20000
                  requests-per-minute: 1000000
                  trusted-proxies: [127.0.0.1]  # all visitors come from here
                """);
        Files.writeString(
                config.resolve("orgs/bench.yaml"),
                """
                name: Bench
                chatbots:
                  relay:
                    system-prompt: Answer in one sentence.
                    llm:
                      provider: openai
                      model: bench
                      base-url: http://127.0.0.1:%d/v1
                      api-key: none
                      total-timeout: 30m
                      max-tokens: 100000
                      context-window: 200000
                    answering:
                      when-weak: answer
                      when-none: answer
                    limits:
                      messages-per-minute: 1000000
                      concurrent-answers: 100000
                  leave:
                    llm:
                      provider: openai
                      model: bench
                      base-url: http://127.0.0.1:%d/v1
                      api-key: none
                    limits:
                      messages-per-minute: 1000000
                    streaming:
                      resume-grace: 0s
                """
                        .formatted(upstreamPort, upstreamPort));
        return config;
    }
}
