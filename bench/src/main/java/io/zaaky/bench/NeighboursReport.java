package io.zaaky.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code run neighbours}: what the visitors of one organisation notice while the model of another
 * hangs, all of the other's allowed streams are open, and more questions keep arriving for it.
 */
final class NeighboursReport {
    static final Set<String> OPTIONS = Set.of("rounds", "seconds", "per-second", "flood");

    private static final int MOST = 400;
    private static final int MOST_OF_ONE = MOST - MOST / 4;

    private final Options options;
    private int port;

    NeighboursReport(Options options) {
        this.options = options;
    }

    /** The times of the answers so far, in nanoseconds; recorded by many threads. */
    private record Times(ConcurrentLinkedQueue<Long> all) {
        Times() {
            this(new ConcurrentLinkedQueue<>());
        }

        Samples samples() {
            var samples = new Samples(all.size());
            all.forEach(samples::add);
            return samples;
        }
    }

    String run() throws IOException, InterruptedException {
        int rounds = options.number("rounds", 3);
        var alone = new Times();
        var beside = new Times();
        var refused = new Times();
        Path work = Files.createTempDirectory("zaaky-bench");
        // Nothing ever accepts: the system takes the connections and the questions, and nothing
        // more happens.
        try (Upstream working = Upstream.start();
                var hanging = new ServerSocket(0, 4096, InetAddress.getLoopbackAddress())) {
            working.play(new Load(1, 1, 2, 1));
            Path config = writeConfig(work.resolve("config"), working.port(), hanging);
            try (var server =
                    ServerProcess.start(
                            Zaaky.serve(config, work.resolve("data")),
                            work.resolve("zaaky.log"),
                            Zaaky.READY)) {
                port = Integer.parseInt(server.awaitReady().line().group(1));
                ask(new Times(), new Times(), 0); // warms up
                for (int i = 0; i < rounds; i++) {
                    ask(alone, refused, 0);
                    List<Socket> open = occupy();
                    ask(beside, refused, options.number("flood", 100));
                    for (Socket each : open) {
                        each.close();
                    }
                    awaitRoom();
                }
            }
        }
        var table = new Table("what", "questions", "p50 ms", "p95 ms", "p99 ms", "max ms");
        row(table, "first token, alone", alone.samples());
        row(table, "first token, beside the organisation that hangs", beside.samples());
        row(table, "refusal of that one's questions", refused.samples());
        return table.toString();
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

    /** Asks the quiet organisation at a steady pace, and {@code flood} times a second the other. */
    private void ask(Times first, Times refused, int flood) {
        int perSecond = options.number("per-second", 25);
        int seconds = options.number("seconds", 20);
        long start = System.nanoTime();
        int steps = perSecond * seconds;
        int floods = 0;
        List<Future<Boolean>> asked = new ArrayList<>();
        try (var running = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < steps; i++) {
                Pacer.await(start + TimeUnit.SECONDS.toNanos(i) / perSecond);
                asked.add(running.submit(() -> first.all().add(time("quiet", "data:"))));
                for (; floods < (long) flood * i / perSecond; floods++) {
                    asked.add(running.submit(() -> refused.all().add(time("loud", "overloaded"))));
                }
            }
        }
        asked.forEach(Future::resultNow); // throws if one failed
    }

    /** The time from sending a question to reading {@code until}. */
    private long time(String organisation, String until) throws IOException {
        try (Socket visitor = connect()) {
            long start = System.nanoTime();
            visitor.getOutputStream().write(question(organisation));
            PlainClient.read(visitor, until);
            return System.nanoTime() - start;
        }
    }

    /** Opens all the streams that the loud organisation may have. */
    private List<Socket> occupy() throws IOException {
        List<Socket> open = new ArrayList<>();
        for (int i = 0; i < MOST_OF_ONE; i++) {
            Socket visitor = connect();
            visitor.getOutputStream().write(question("loud"));
            PlainClient.read(visitor, " 200 ");
            open.add(visitor);
        }
        return open;
    }

    /** Waits until the abandoned streams have ended on the server. */
    private void awaitRoom() throws IOException {
        List<Socket> open = new ArrayList<>();
        while (open.size() < MOST_OF_ONE) {
            Socket visitor = connect();
            visitor.getOutputStream().write(question("loud"));
            if (PlainClient.read(visitor, "\r\n").contains(" 200 ")) {
                open.add(visitor);
            } else {
                visitor.close();
            }
        }
        for (Socket each : open) {
            each.close();
        }
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(2));
    }

    private Socket connect() throws IOException {
        return PlainClient.connect(port);
    }

    private byte[] question(String organisation) {
        String body =
                "{\"message\":\"Which way is the harbour?\",\"chatbot_id\":\"%s/desk\"}"
                        .formatted(organisation);
        return Target.post(port, "/api/public/chat/stream", body).getBytes(UTF_8);
    }

    private static Path writeConfig(Path config, int working, ServerSocket hanging)
            throws IOException {
        Files.createDirectories(config.resolve("orgs"));
        Files.writeString(
                config.resolve("zaaky.yaml"),
                "server: {max-streams: " + MOST + ", trusted-proxies: [127.0.0.1]}\n");
        Files.writeString(config.resolve("orgs/quiet.yaml"), organisation(working));
        Files.writeString(config.resolve("orgs/loud.yaml"), organisation(hanging.getLocalPort()));
        return config;
    }

    private static String organisation(int model) {
        return """
        chatbots:
          desk:
            llm: {provider: openai, model: bench, base-url: "http://127.0.0.1:%d/v1", api-key: none, first-token-timeout: 10m, max-tokens: 100000, context-window: 200000}
            streaming: {resume-grace: 0s}
            limits: {messages-per-minute: 1000000, concurrent-answers: 100000}
        """
                .formatted(model);
    }
}
