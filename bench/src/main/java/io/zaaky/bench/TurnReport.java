package io.zaaky.bench;

import io.zaaky.bench.PlainClient.Times;
import io.zaaky.bench.ThreadClocks.Group;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code run turn}: the cost of a question whose answer is one token, without documents and with
 * the sample's. The model server answers at once, so all the time to the first token is due to the
 * server and the rig.
 */
final class TurnReport {
    static final Set<String> OPTIONS =
            Set.of("kinds", "rounds", "hot-after", "hot", "per-second", "seconds", "parts");

    private static final int COLD = 100;
    private static final int WARM_AFTER = 400;
    private static final int WARM = 300;
    private static final long REST = 30_000_000; // nanoseconds of processor time per second

    private final Options options;
    private final Map<String, List<Phase>> phases = new LinkedHashMap<>();
    private final Map<String, TurnParts> parts = new LinkedHashMap<>();
    private final Questions questions;
    private int port;

    /**
     * The measurements of one phase in one round.
     *
     * @param turns the number of turns, including refused ones
     */
    private record Phase(
            int turns, long cpu, Map<Group, Long> groups, Samples first, Samples whole) {
        int refused() {
            return turns - first.count();
        }
    }

    TurnReport(Options options) throws IOException {
        this.options = options;
        this.questions = Questions.ofTheSample();
    }

    String run() throws IOException, InterruptedException {
        Path work = Files.createTempDirectory("zaaky-bench");
        try (Upstream model = Upstream.start()) {
            model.play(new Load(1, 1, 1, 1));
            Path config = writeConfig(work.resolve("config"), model.port());
            warmUpRig(model.port());
            for (String kind : options.list("kinds", "plain,grounded")) {
                index(work, config, kind);
                for (int i = 0; i < options.number("rounds", 3); i++) {
                    round(work, config, kind);
                }
                if (options.text("parts", "yes").equals("yes")) {
                    profile(work, config, kind);
                }
            }
        }
        return report();
    }

    /** Makes the JIT compile the rig's own code before anything is measured. */
    private void warmUpRig(int modelPort) throws IOException {
        for (int i = 0; i < 3000; i++) {
            try (Socket socket = PlainClient.send(modelPort, Target.completion(modelPort))) {
                PlainClient.read(socket, "[DONE]");
            }
        }
    }

    /** Starts the server once, so that the measured starts find their documents indexed. */
    private void index(Path work, Path config, String kind)
            throws IOException, InterruptedException {
        try (var server = start(work, config)) {
            String answer = "";
            while (kind.equals("grounded") && !answer.contains("\"sources\":[{")) {
                try (Socket visitor =
                        PlainClient.send(port, request(kind, "What does a berth cost?"))) {
                    answer = PlainClient.read(visitor, "\"finish_reason\"");
                }
                LockSupport.parkNanos(200_000_000);
            }
            awaitRest(server);
        }
    }

    private void round(Path work, Path config, String kind)
            throws IOException, InterruptedException {
        try (var server = start(work, config)) {
            awaitRest(server);
            measure(server, kind + ", first " + COLD, kind, COLD);
            measure(server, kind + ", up to " + WARM_AFTER, kind, WARM_AFTER - COLD);
            measure(server, kind + ", next " + WARM, kind, WARM);
            if (kind.equals("grounded")) {
                questions.stay();
                measure(server, kind + ", one question again and again", kind, WARM);
                questions.goOn();
            }
            int hotAfter = options.number("hot-after", 20_000);
            if (hotAfter > 0) {
                for (int i = WARM_AFTER + WARM; i < hotAfter; i++) {
                    askOnce(kind, new Samples(1), new Samples(1));
                }
                measure(server, kind + ", after " + hotAfter, kind, options.number("hot", 1000));
            }
            for (String rate : options.list("per-second", "20,50")) {
                measureOpen(server, kind, Integer.parseInt(rate));
            }
        }
    }

    private void profile(Path work, Path config, String kind)
            throws IOException, InterruptedException {
        try (var server = start(work, config)) {
            awaitRest(server);
            for (int i = 0; i < WARM_AFTER; i++) {
                askOnce(kind, new Samples(1), new Samples(1));
            }
            FlightRecording recording = FlightRecording.start(server.handle(), work);
            awaitRest(server);
            int turns = options.number("hot", 1000);
            ThreadClocks before = ThreadClocks.of(server.handle());
            for (int i = 0; i < turns; i++) {
                askOnce(kind, new Samples(1), new Samples(1));
            }
            ThreadClocks after = ThreadClocks.of(server.handle());
            parts.put(kind, TurnParts.read(recording.stop(), turns, after.groupsSince(before)));
        }
    }

    private ServerProcess start(Path work, Path config) throws IOException, InterruptedException {
        ServerProcess server =
                ServerProcess.start(
                        Machine.pinned(Zaaky.serve(config, work.resolve("data"))),
                        work.resolve("zaaky.log"),
                        Zaaky.READY);
        port = Integer.parseInt(server.awaitReady().line().group(1));
        return server;
    }

    /** Waits until the server has been almost idle for a second. */
    private static void awaitRest(ServerProcess server) throws InterruptedException {
        long used = Long.MAX_VALUE;
        while (used > REST) {
            long before = CpuClock.of(server.handle());
            TimeUnit.SECONDS.sleep(1);
            used = CpuClock.of(server.handle()) - before;
        }
    }

    private void measure(ServerProcess server, String name, String kind, int turns)
            throws IOException {
        var first = new Samples(turns);
        var whole = new Samples(turns);
        ThreadClocks before = ThreadClocks.of(server.handle());
        for (int i = 0; i < turns; i++) {
            askOnce(kind, first, whole);
        }
        keep(name, turns, before, server, first, whole);
    }

    private void keep(
            String name,
            int turns,
            ThreadClocks before,
            ServerProcess server,
            Samples first,
            Samples whole)
            throws IOException {
        ThreadClocks after = ThreadClocks.of(server.handle());
        var phase = new Phase(turns, after.since(before), after.groupsSince(before), first, whole);
        System.err.printf(
                "%s: %.2f ms CPU, first token p50 %s ms, p99 %s ms%n",
                name,
                phase.cpu() / 1e6 / turns,
                Table.millis(first.percentile(0.5)),
                Table.millis(first.percentile(0.99)));
        phases.computeIfAbsent(name, _ -> new ArrayList<>()).add(phase);
    }

    /** Sends each question at its time, whether or not earlier ones have been answered. */
    private void measureOpen(ServerProcess server, String kind, int perSecond) throws IOException {
        int turns = perSecond * options.number("seconds", 10);
        List<Future<Optional<Times>>> asked = new ArrayList<>();
        ThreadClocks before = ThreadClocks.of(server.handle());
        long start = System.nanoTime();
        try (var running = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < turns; i++) {
                Pacer.await(start + TimeUnit.SECONDS.toNanos(i) / perSecond);
                String question = questions.next();
                asked.add(running.submit(() -> time(kind, question)));
            }
        }
        var first = new Samples(turns);
        var whole = new Samples(turns);
        for (Future<Optional<Times>> each : asked) {
            add(each.resultNow(), first, whole);
        }
        keep(kind + ", " + perSecond + " a second", turns, before, server, first, whole);
    }

    private void askOnce(String kind, Samples first, Samples whole) throws IOException {
        add(time(kind, questions.next()), first, whole);
    }

    private static void add(Optional<Times> answered, Samples first, Samples whole) {
        answered.ifPresent(
                times -> {
                    first.add(times.first());
                    whole.add(times.whole());
                });
    }

    private Optional<Times> time(String kind, String question) throws IOException {
        return PlainClient.time(port, request(kind, question));
    }

    private String request(String kind, String question) {
        String body = "{\"message\":\"%s\",\"chatbot_id\":\"bench/%s\"}".formatted(question, kind);
        return Target.post(port, "/api/public/chat/stream", body);
    }

    private String report() {
        var turns =
                new Table(
                        "turns",
                        "CPU ms a turn",
                        "of all rounds",
                        "first token p50 ms",
                        "p99 ms",
                        "whole p50 ms",
                        "refused");
        List<String> heads = new ArrayList<>(List.of("CPU ms a turn", "all"));
        for (Group group : Group.OF_TURNS) {
            heads.add(group.title);
        }
        var threads = new Table(heads.toArray(String[]::new));
        phases.forEach(
                (name, rounds) -> {
                    List<Phase> sorted =
                            rounds.stream()
                                    .sorted((a, b) -> Long.compare(a.cpu(), b.cpu()))
                                    .toList();
                    Phase middle = sorted.get(sorted.size() / 2);
                    turns.row(
                            name,
                            perTurn(middle.cpu(), middle),
                            perTurn(sorted.getFirst().cpu(), middle)
                                    + "–"
                                    + perTurn(sorted.getLast().cpu(), middle),
                            Table.millis(median(rounds, 0.5)),
                            Table.millis(median(rounds, 0.99)),
                            Table.millis(middle.whole().percentile(0.5)),
                            String.valueOf(rounds.stream().mapToInt(Phase::refused).sum()));
                    List<String> cells =
                            new ArrayList<>(List.of(name, perTurn(middle.cpu(), middle)));
                    Group.OF_TURNS.forEach(
                            group ->
                                    cells.add(
                                            perTurn(
                                                    middle.groups().getOrDefault(group, 0L),
                                                    middle)));
                    threads.row(cells.toArray(String[]::new));
                });
        var text = new StringBuilder().append(turns).append('\n').append(threads);
        parts.forEach((kind, each) -> text.append('\n').append(kind).append(":\n\n").append(each));
        return text.toString();
    }

    private static String perTurn(long nanos, Phase phase) {
        return Table.decimal(nanos / 1e6 / phase.turns(), 2);
    }

    private static long median(List<Phase> rounds, double share) {
        long[] all =
                rounds.stream()
                        .mapToLong(phase -> phase.first().percentile(share))
                        .sorted()
                        .toArray();
        return all[all.length / 2];
    }

    private static Path writeConfig(Path config, int model) throws IOException {
        Files.createDirectories(config.resolve("orgs"));
        Files.writeString(
                config.resolve("zaaky.yaml"),
                """
                server:
                  max-streams: 2000
                  requests-per-minute: 1000000
                  trusted-proxies: [127.0.0.1]  # all visitors come from here
                """);
        Path documents = Zaaky.launcher().resolveSibling("config/documents");
        Files.writeString(
                config.resolve("orgs/bench.yaml"),
                """
                chatbots:
                  plain:
                    llm: &llm {provider: openai, model: bench, base-url: "http://127.0.0.1:%d/v1", api-key: none, max-tokens: 100000, context-window: 200000}
                    limits: &limits {messages-per-minute: 1000000, concurrent-answers: 100000}
                  grounded:
                    llm: *llm
                    limits: *limits
                    answering: {when-weak: answer, when-none: answer}
                    knowledge: {sources: [{path: %s}]}
                """
                        .formatted(model, documents.toAbsolutePath().normalize()));
        return config;
    }
}
