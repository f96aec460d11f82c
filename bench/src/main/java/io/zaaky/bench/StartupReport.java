package io.zaaky.bench;

import io.zaaky.bench.ThreadClocks.Group;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code run startup}: from the start of {@code ./zaaky serve} to its ready line. */
final class StartupReport {
    static final Set<String> OPTIONS = Set.of("times");

    private final Options options;
    private final Table table =
            new Table(
                    "configuration",
                    "start",
                    "times",
                    "ready after ms, best",
                    "median",
                    "CPU ms, median",
                    "RSS at rest MB",
                    "live heap MB",
                    "threads");
    private final Table threads = new Table(heads());
    private final List<String> parts = new ArrayList<>();

    /**
     * One start.
     *
     * @param nanos the time to the ready line
     * @param cpu the processor time until then
     * @param groups the same by threads
     * @param parts the breakdown of the time in the server's log
     */
    private record Start(
            long nanos, long cpu, Map<Group, Long> groups, Footprint rest, String parts) {}

    StartupReport(Options options) {
        this.options = options;
    }

    private static String[] heads() {
        List<String> heads = new ArrayList<>(List.of("CPU ms of the median start", "start", "all"));
        Group.OF_STARTS.forEach(group -> heads.add(group.title));
        return heads.toArray(String[]::new);
    }

    String run() throws IOException, InterruptedException {
        Path work = Files.createTempDirectory("zaaky-bench");
        Path relay = Zaaky.writeConfig(work.resolve("config"), 9);
        Path sample = Zaaky.launcher().resolveSibling("config");
        measure(work, "one chatbot, no documents", relay);
        if (Files.isDirectory(sample)) {
            measure(work, "the sample organisation", sample);
        }
        return table + "\n" + threads + "\n" + String.join("\n", parts) + "\n";
    }

    private void measure(Path work, String name, Path config)
            throws IOException, InterruptedException {
        List<Start> first = new ArrayList<>();
        List<Start> again = new ArrayList<>();
        for (int i = 0; i < options.number("times", 5); i++) {
            Path data = Files.createTempDirectory(work, "data");
            first.add(start(work, config, data));
            again.add(start(work, config, data));
        }
        row(name, "first (empty data folder)", first);
        row(name, "again (same data folder)", again);
    }

    /** Not pinned: a start may use all cores. */
    private static Start start(Path work, Path config, Path data)
            throws IOException, InterruptedException {
        Path log = work.resolve("startup.log");
        long nanos;
        ThreadClocks clocks;
        Footprint rest;
        try (var server = ServerProcess.start(Zaaky.serve(config, data), log, Zaaky.READY)) {
            nanos = server.awaitReady().nanos();
            clocks = ThreadClocks.of(server.handle());
            System.err.println("ready after " + nanos / 1_000_000 + " ms");
            rest = Footprint.of(server);
        }
        long cpu = clocks.since(ThreadClocks.none());
        Map<Group, Long> groups = clocks.groupsSince(ThreadClocks.none());
        return new Start(nanos, cpu, groups, rest, parts(log));
    }

    static String parts(Path log) throws IOException {
        String told = "started in ";
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(told))
                    .map(line -> line.substring(line.indexOf(told) + told.length()))
                    .findFirst()
                    .orElse("(its log does not tell)");
        }
    }

    private void row(String configuration, String which, List<Start> starts) {
        int middle = starts.size() / 2;
        List<Start> byTime =
                starts.stream().sorted(Comparator.comparingLong(Start::nanos)).toList();
        Start typical = byTime.get(middle);
        long[] cpu = starts.stream().mapToLong(Start::cpu).sorted().toArray();
        Footprint rest = starts.getLast().rest();
        table.row(
                configuration,
                which,
                String.valueOf(starts.size()),
                String.valueOf(byTime.getFirst().nanos() / 1_000_000),
                String.valueOf(typical.nanos() / 1_000_000),
                String.valueOf(cpu[middle] / 1_000_000),
                Table.decimal(rest.resident() / 1e6, 1),
                Table.decimal(rest.heap() / 1e6, 1),
                String.valueOf(rest.threads()));
        parts.add(
                "- %s, %s: %d ms, of which Java %s"
                        .formatted(
                                configuration,
                                which,
                                typical.nanos() / 1_000_000,
                                typical.parts()));
        List<String> cells =
                new ArrayList<>(
                        List.of(configuration, which, String.valueOf(typical.cpu() / 1_000_000)));
        Group.OF_STARTS.forEach(
                group ->
                        cells.add(
                                String.valueOf(
                                        typical.groups().getOrDefault(group, 0L) / 1_000_000)));
        threads.row(cells.toArray(String[]::new));
    }
}
