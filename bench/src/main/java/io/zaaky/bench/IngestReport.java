package io.zaaky.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code run ingest}: how fast a folder of new documents is indexed, and how much visitors of
 * another chatbot of the same server notice. With {@code --pdf-pages}, the folder has one PDF.
 */
final class IngestReport {
    static final Set<String> OPTIONS =
            Set.of("documents", "parts", "words", "pdf-pages", "per-second", "seconds", "model");

    private static final Duration PATIENCE = Duration.ofMinutes(20);
    private static final Pattern INDEXED =
            Pattern.compile(
                    "bench/library: .* documents \\(([\\d,.]+) passages\\) indexed, .* in"
                            + " ([\\d,.]+) ms");

    private final Options options;
    private final Papers papers = new Papers();
    private int port;

    IngestReport(Options options) {
        this.options = options;
    }

    String run() throws IOException, InterruptedException {
        Path work = Files.createTempDirectory("zaaky-bench");
        Path desk = Files.createDirectories(work.resolve("desk"));
        Path library = Files.createDirectories(work.resolve("library"));
        papers.markdown(desk.resolve("desk.md"), "The harbour office", 40, 60);
        Path log = work.resolve("zaaky.log");
        try (var server =
                ServerProcess.start(
                        Zaaky.serve(writeConfig(work), work.resolve("data")), log, Zaaky.READY)) {
            port = Integer.parseInt(server.awaitReady().line().group(1));
            int seconds = options.number("seconds", 20);
            ask(new Samples(0), during(seconds)); // warms up
            var idle = new Samples(1000);
            ask(idle, during(seconds));
            long bytes = add(work, library);
            var busy = new Samples(1000);
            var heap = new Peak(server.handle());
            ask(
                    busy,
                    () -> {
                        heap.look();
                        return matched(log) == null;
                    });
            return report(idle, busy, log, bytes) + "\n\n" + heap;
        }
    }

    private static BooleanSupplier during(int seconds) {
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        return () -> System.nanoTime() < end;
    }

    /** Adds all documents at once, as complete files. */
    private long add(Path work, Path library) throws IOException {
        Path staged = Files.createDirectories(work.resolve("staged"));
        int pages = options.number("pdf-pages", 0);
        if (pages > 0) {
            papers.pdf(staged.resolve("large.pdf"), pages);
        } else {
            for (int i = 0; i < options.number("documents", 100); i++) {
                papers.markdown(
                        staged.resolve("paper-" + i + ".md"),
                        "Paper " + i,
                        options.number("parts", 20),
                        options.number("words", 100));
            }
        }
        long bytes = 0;
        try (var files = Files.list(staged)) {
            for (Path file : files.toList()) {
                bytes += Files.size(file);
                Files.move(file, library.resolve(file.getFileName()));
            }
        }
        return bytes;
    }

    /** Asks at a steady pace while {@code on} holds, one question at a time. */
    private void ask(Samples first, BooleanSupplier on) throws IOException {
        long pause = Duration.ofSeconds(1).toNanos() / options.number("per-second", 5);
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (int i = 0; on.getAsBoolean(); i++) {
            long start = System.nanoTime();
            if (start > end) {
                throw new IllegalStateException("the documents were not indexed in " + PATIENCE);
            }
            String body =
                    "{\"message\":\"What does part %d say about the ferry at noon?\",\"chatbot_id\":\"bench/desk\"}"
                            .formatted(1 + i % 40);
            String request = Target.post(port, "/api/public/chat/stream", body);
            first.add(PlainClient.time(port, request).orElseThrow().first());
            LockSupport.parkNanos(Math.max(0, start + pause - System.nanoTime()));
        }
    }

    private static @Nullable Matcher matched(Path log) {
        try {
            Matcher matcher = INDEXED.matcher(Files.readString(log));
            return matcher.find() ? matcher : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String report(Samples idle, Samples busy, Path log, long bytes) {
        Matcher indexed = matched(log);
        if (indexed == null) {
            throw new IllegalStateException("nothing was indexed; see " + log);
        }
        int passages = number(indexed.group(1));
        int millis = number(indexed.group(2));
        var table = new Table("first token", "questions", "p50 ms", "p95 ms", "p99 ms", "max ms");
        row(table, "while nothing is indexed", idle);
        row(table, "while documents are indexed", busy);
        return String.format(
                        Locale.ROOT,
                        "%d passages of %d bytes on average in %.1f s: %.0f a second%n%n",
                        passages,
                        bytes / Math.max(1, passages),
                        millis / 1e3,
                        passages * 1e3 / millis)
                + table;
    }

    private static int number(String text) {
        return Integer.parseInt(text.replaceAll("[^0-9]", ""));
    }

    private static void row(Table table, String what, Samples samples) {
        table.row(
                what,
                String.valueOf(samples.count()),
                Table.millis(samples.percentile(0.5)),
                Table.millis(samples.percentile(0.95)),
                Table.millis(samples.percentile(0.99)),
                Table.millis(samples.max()));
    }

    private Path writeConfig(Path work) throws IOException {
        Path config = work.resolve("config");
        Files.createDirectories(config.resolve("orgs"));
        Files.writeString(config.resolve("zaaky.yaml"), "server: {}\n");
        String model = options.text("model", "bge-small-en-v1.5");
        Files.writeString(
                config.resolve("orgs/bench.yaml"),
                """
                chatbots:
                  desk:
                    llm: {provider: extractive}
                    retrieval: {embedding: {provider: onnx, model: %s}}
                    limits: {messages-per-minute: 1000000}
                    knowledge: {sources: [{path: ../../desk}]}
                  library:
                    llm: {provider: extractive}
                    retrieval: {embedding: {provider: onnx, model: %s}}
                    knowledge: {sources: [{path: ../../library}]}
                """
                        .formatted(model, model));
        return config;
    }
}
