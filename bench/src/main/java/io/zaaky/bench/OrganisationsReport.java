package io.zaaky.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * {@code run organisations}: a server with very many organisations: how soon it is ready, how much
 * memory it holds, and how long a reload takes.
 */
final class OrganisationsReport {
    static final Set<String> OPTIONS = Set.of("organisations", "chatbots", "documents", "times");

    private static final String KEY = "zp_the-platform-of-the-bench-and-of-nobody-else";
    private static final String CHANGED = "    greeting: Good morning!\n";

    private final Options options;
    private final int organisations;
    private final int chatbots;
    private final Table starts =
            new Table("start", "ready after ms", "CPU ms", "live heap MB", "RSS MB", "threads");
    private final Table reloads = new Table("reload", "times", "median ms", "worst ms");
    private final List<String> parts = new ArrayList<>();
    private String address = ""; // of the model

    OrganisationsReport(Options options) {
        this.options = options;
        this.organisations = options.number("organisations", 1000);
        this.chatbots = options.number("chatbots", 5);
    }

    String run() throws IOException, InterruptedException {
        Path work = Files.createTempDirectory("zaaky-bench");
        int times = options.number("times", 3);
        try (Upstream model = Upstream.start()) {
            model.play(new Load(1, 1, 2, 1));
            address = "http://127.0.0.1:" + model.port() + "/v1";
            Path config = writeConfig(work);
            Path data = work.resolve("data");
            for (int i = 0; i <= times; i++) {
                String which = i == 0 ? "first (empty data folder)" : "again";
                serve(work, config, data, which, i == times);
            }
        }
        return starts + "\n" + String.join("\n", parts) + "\n\n" + reloads;
    }

    private void serve(Path work, Path config, Path data, String which, boolean last)
            throws IOException, InterruptedException {
        Path log = work.resolve("zaaky.log");
        try (var server = ServerProcess.start(Zaaky.serve(config, data), log, Zaaky.READY)) {
            ServerProcess.Ready ready = server.awaitReady();
            long cpu = ThreadClocks.of(server.handle()).since(ThreadClocks.none());
            int port = Integer.parseInt(ready.line().group(1));
            System.err.println("ready after " + ready.nanos() / 1_000_000 + " ms");
            row(which, ready.nanos() / 1_000_000, cpu / 1_000_000, Footprint.of(server));
            parts.add("- " + which + ": Java " + StartupReport.parts(log));
            if (last) {
                askEach(port);
                row("after a question to each organisation", -1, -1, Footprint.of(server));
                reload(port, config);
                row("after the reloads", -1, -1, Footprint.of(server));
            }
        }
    }

    private void row(String which, long ready, long cpu, Footprint rest) {
        starts.row(
                which,
                ready < 0 ? "" : String.valueOf(ready),
                cpu < 0 ? "" : String.valueOf(cpu),
                Table.decimal(rest.heap() / 1e6, 1),
                Table.decimal(rest.resident() / 1e6, 1),
                String.valueOf(rest.threads()));
    }

    private void askEach(int port) throws IOException {
        for (int i = 0; i < organisations; i++) {
            String body =
                    "{\"message\":\"Hello\",\"chatbot_id\":\"%s/bot0\"}".formatted(organisation(i));
            String question = Target.post(port, "/api/public/chat/stream", body);
            var _ = PlainClient.time(port, question).orElseThrow();
        }
    }

    private void reload(int port, Path config) throws IOException {
        int times = 5;
        List<Long> none = new ArrayList<>();
        List<Long> one = new ArrayList<>();
        List<Long> all = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            none.add(reload(port));
            write(config, 0, i % 2 == 0 ? CHANGED : "");
            one.add(reload(port));
        }
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < organisations; j++) {
                write(config, j, i == 0 ? CHANGED : "");
            }
            all.add(reload(port));
        }
        reloads("nothing has changed", none);
        reloads("one organisation has changed", one);
        reloads("all chatbots have changed", all);
    }

    private void reloads(String which, List<Long> millis) {
        List<Long> sorted = millis.stream().sorted().toList();
        reloads.row(
                which,
                String.valueOf(sorted.size()),
                String.valueOf(sorted.get(sorted.size() / 2)),
                String.valueOf(sorted.getLast()));
    }

    /** The time from the call to its answer, in milliseconds. */
    private static long reload(int port) throws IOException {
        String call =
                "POST /api/platform/reload HTTP/1.1\r\nHost: localhost:%d\r\nAuthorization: Bearer %s\r\nContent-Length: 0\r\n\r\n"
                        .formatted(port, KEY);
        long start = System.nanoTime();
        try (Socket socket = PlainClient.send(port, call)) {
            String head = PlainClient.read(socket, "\r\n\r\n");
            if (!head.startsWith("HTTP/1.1 200 ")) {
                throw new IOException("the reload was refused: " + head);
            }
            return (System.nanoTime() - start) / 1_000_000;
        }
    }

    private Path writeConfig(Path work) throws IOException {
        Path config = work.resolve("config");
        Files.createDirectories(config.resolve("orgs"));
        Files.writeString(
                config.resolve("zaaky.yaml"),
                """
                server:
                  trusted-proxies: [127.0.0.1]
                  platform-keys: [{hash: "%s", name: bench}]
                """
                        .formatted(hash(KEY)));
        Path documents = Files.createDirectories(work.resolve("documents"));
        Files.writeString(
                documents.resolve("ferry.md"), "# Ferries\n\nThe ferry leaves at nine.\n");
        for (int i = 0; i < organisations; i++) {
            write(config, i, "");
        }
        return config;
    }

    /**
     * Writes the file of an organisation of usual size.
     *
     * @param extra additional settings of each chatbot
     */
    private void write(Path config, int number, String extra) throws IOException {
        String org = organisation(number);
        var yaml = new StringBuilder("name: Organisation " + number + "\nadmin-keys:\n");
        for (String role : List.of("owner", "editor", "viewer")) {
            yaml.append(
                    "  - {hash: \"%s\", role: %s, name: %s}\n"
                            .formatted(hash(org + role), role, role));
        }
        yaml.append("budget: {tokens-per-day: 1000000}\nquota: {documents: 1000}\nchatbots:\n");
        for (int i = 0; i < chatbots; i++) {
            yaml.append(chatbot(org, i, extra));
        }
        Path file = config.resolve("orgs").resolve(org + ".yaml");
        Files.writeString(file, yaml);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private String chatbot(String org, int number, String extra) {
        String knowledge =
                number < options.number("documents", 0)
                        ? "    knowledge: {sources: [{path: ../../documents}]}\n"
                        : "";
        return """
          bot%d:
            name: Chatbot %d of %s
            system-prompt: >-
              You answer questions of the customers of %s in short and friendly sentences,
              and say so when you do not know something.
            llm: {provider: openai, model: bench, base-url: "%s", api-key: sk-of-%s-and-nobody-else}
            answering: {when-weak: caution, when-none: refuse}
            limits: {messages-per-minute: 30, concurrent-answers: 5}
            widget: {allowed-origins: ["https://www.%s.example", "https://*.%s.example"]}
        """
                        .indent(0)
                        .formatted(number, number, org, org, address, org, org, org)
                + extra
                + knowledge;
    }

    private static String organisation(int number) {
        return "org-%04d".formatted(number);
    }

    /** The hash of a key in the form that {@code admin-keys} expects. */
    static String hash(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
