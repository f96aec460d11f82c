package io.zaaky.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** {@code run memory}: how much memory an open stream holds. */
final class MemoryReport {
    static final Set<String> OPTIONS = Set.of("relays", "streams", "seconds");

    private final Options options;
    private final Table table =
            new Table(
                    "relay",
                    "streams",
                    "RSS at rest MB",
                    "RSS with streams MB",
                    "RSS KiB/stream",
                    "live heap at rest MB",
                    "with streams MB",
                    "heap KiB/stream",
                    "afterwards MB",
                    "threads at rest",
                    "with streams",
                    "streams whole");

    MemoryReport(Options options) {
        this.options = options;
    }

    String run() throws IOException, InterruptedException {
        for (String relay : options.list("relays", "nginx,bare,zaaky")) {
            try (Targets targets = Targets.start(List.of(relay))) {
                Target target = targets.all().getFirst();
                ServerProcess server = target.server().orElseThrow();
                Run warm = targets.run(target, new Load(200, 20, 200, 250));
                System.err.println(relay + " warmed up: " + warm.tally().failures());
                for (String streams : options.list("streams", "200,1000")) {
                    measure(targets, target, server, Integer.parseInt(streams));
                }
            }
        }
        return table.toString();
    }

    /**
     * Measures when each stream has had at least 150 tokens, because a relay may keep what it has
     * sent.
     */
    private void measure(Targets targets, Target target, ServerProcess server, int streams)
            throws IOException, InterruptedException {
        int pace = 100;
        int opening = 250;
        int tokens = (streams / opening + options.number("seconds", 40)) * 1000 / pace;
        Footprint rest = Footprint.of(server);
        var load = new Load(streams, pace, tokens, opening);
        CompletableFuture<Run> running =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return targets.run(target, load);
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        });
        Thread.sleep(streams * 1000L / opening + 15_000);
        Footprint busy = Footprint.of(server);
        boolean early = running.isDone();
        Run run = finished(running);
        Footprint after = Footprint.of(server);
        row(target, load, rest, busy, after, early ? "streams ended too early" : whole(run));
    }

    private static Run finished(CompletableFuture<Run> running) throws IOException {
        try {
            return running.join();
        } catch (CompletionException e) {
            throw new IOException(e);
        }
    }

    private static String whole(Run run) {
        Tally tally = run.tally();
        return run.whole()
                ? "all"
                : "%s %d tokens lost, %d streams stalled"
                        .formatted(tally.failures(), tally.lost(), tally.stalled());
    }

    private void row(
            Target target,
            Load load,
            Footprint rest,
            Footprint busy,
            Footprint after,
            String whole) {
        table.row(
                target.name(),
                String.valueOf(load.streams()),
                megabytes(rest.resident()),
                megabytes(busy.resident()),
                perStream(busy.resident() - rest.resident(), load),
                megabytes(rest.heap()),
                megabytes(busy.heap()),
                perStream(busy.heap() - rest.heap(), load),
                megabytes(after.heap()),
                String.valueOf(rest.threads()),
                String.valueOf(busy.threads()),
                whole);
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / 1e6);
    }

    private static String perStream(long bytes, Load load) {
        return String.format(Locale.ROOT, "%.1f", bytes / 1024.0 / load.streams());
    }
}
