package io.zaaky.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** {@code run relay}: what a token costs, and how long it takes, with each relay in between. */
final class RelayReport {
    static final Set<String> OPTIONS =
            Set.of("relays", "loads", "seconds", "rounds", "warm-up", "open-per-second");

    private static final double BUSY = 0.8;
    private static final double FULL = 0.95;

    private final Options options;
    private final Table table =
            new Table(
                    "streams × tokens",
                    "relay",
                    "p50 ms",
                    "p99 ms",
                    "max ms",
                    "first token p50 ms",
                    "p99 ms",
                    "CPU µs/token",
                    "to nginx",
                    "with opening and end",
                    "to nginx",
                    "relay's core",
                    "rig's core",
                    "others",
                    "tokens/s",
                    "streams whole");
    private final List<String> remarks = new ArrayList<>();

    RelayReport(Options options) {
        this.options = options;
    }

    String run() throws IOException, InterruptedException {
        int seconds = options.number("seconds", 12);
        int opening = options.number("open-per-second", 250);
        List<Load> loads =
                options.list("loads", "1@20,50@20,200@20,1000@100,1000@20").stream()
                        .map(load -> Load.parse(load, seconds, opening))
                        .toList();
        try (Targets targets = Targets.start(options.list("relays", "none,nginx,bare,zaaky"))) {
            warmUp(targets, new Load(200, 20, 25, opening));
            for (Load load : loads) {
                measure(targets, load);
            }
        }
        return table + "\n" + String.join("\n", remarks);
    }

    private void warmUp(Targets targets, Load load) throws IOException {
        for (int i = 0; i < options.number("warm-up", 20); i++) {
            for (Target target : targets.all()) {
                progress("warming up", target, targets.run(target, load));
            }
        }
    }

    /** The relays take turns, so that a noisy minute hits all of them. */
    private void measure(Targets targets, Load load) throws IOException {
        List<List<Run>> runs = new ArrayList<>();
        targets.all().forEach(target -> runs.add(new ArrayList<>()));
        for (int round = 0; round < options.number("rounds", 3); round++) {
            for (int i = 0; i < targets.all().size(); i++) {
                Target target = targets.all().get(i);
                Run run = targets.run(target, load);
                progress(load.toString(), target, run);
                runs.get(i).add(run);
            }
        }
        List<Run> yardstick = List.of();
        for (int i = 0; i < runs.size(); i++) {
            if (targets.all().get(i).name().equals("nginx")) {
                yardstick = runs.get(i);
            }
            row(targets.all().get(i), runs.get(i), yardstick);
        }
    }

    /**
     * @param yardstick nginx's runs; empty if there are none
     */
    private void row(Target target, List<Run> runs, List<Run> yardstick) {
        Load load = runs.getFirst().load();
        int whole = runs.stream().mapToInt(RelayReport::wholeStreams).sum();
        table.row(
                load.toString(),
                target.name(),
                Table.millis(medianNanos(runs, run -> run.tally().steady().percentile(0.5))),
                Table.millis(medianNanos(runs, run -> run.tally().steady().percentile(0.99))),
                Table.millis(runs.stream().mapToLong(run -> run.tally().worst()).max().orElse(0)),
                Table.millis(medianNanos(runs, run -> run.tally().first().percentile(0.5))),
                Table.millis(medianNanos(runs, run -> run.tally().first().percentile(0.99))),
                cost(runs, run -> run.window().cpuPerToken()),
                times(runs, yardstick, run -> run.window().cpuPerToken()),
                cost(runs, Run::cpuPerToken),
                times(runs, yardstick, Run::cpuPerToken),
                Table.percent(median(runs, run -> run.window().relayShare())),
                Table.percent(median(runs, run -> run.window().rigShare())),
                Table.percent(median(runs, run -> run.window().othersShare())),
                Table.decimal(median(runs, run -> run.window().tokensPerSecond()), 0),
                whole + " of " + load.streams() * runs.size());
        runs.forEach(run -> remark(target, run));
    }

    private static String cost(List<Run> runs, ToDoubleFunction<Run> cost) {
        return Table.decimal(median(runs, cost), 1);
    }

    private static String times(List<Run> runs, List<Run> yardstick, ToDoubleFunction<Run> cost) {
        double mine = median(runs, cost);
        return yardstick.isEmpty() || !(mine > 0)
                ? ""
                : "× " + Table.decimal(mine / median(yardstick, cost), 2);
    }

    private static int wholeStreams(Run run) {
        int failed = run.tally().failures().values().stream().mapToInt(Integer::intValue).sum();
        return run.tally().ended() - failed;
    }

    private void remark(Target target, Run run) {
        String where = "- " + target.name() + ", " + run.load() + ": ";
        run.tally().failures().forEach((what, times) -> remarks.add(where + times + " × " + what));
        if (run.tally().stalled() > 0) {
            remarks.add(
                    where + run.tally().stalled() + " streams without a token for over a second");
        }
        if (!run.window().measured()) {
            remarks.add(where + "no moment with all streams open; take longer streams (--seconds)");
        } else if (run.window().relayShare() > FULL) {
            remarks.add(
                    where + "the relay's core was full: its tokens queued, and came in batches");
        } else if (run.window().rigShare() > BUSY) {
            remarks.add(where + "the rig's core was full: these latencies are the rig's");
        } else if (run.late() > run.window().tokens() / 100) {
            remarks.add(
                    where
                            + run.late()
                            + " tokens left the rig late: others took its core, look at CPU only");
        }
    }

    private static double median(List<Run> runs, ToDoubleFunction<Run> value) {
        double[] sorted = runs.stream().mapToDouble(value).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static long medianNanos(List<Run> runs, ToLongFunction<Run> value) {
        long[] sorted = runs.stream().mapToLong(value).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static void progress(String what, Target target, Run run) {
        System.err.printf(
                "%s, %s: %.1f µs/token, p99 %s ms, %s%n",
                what,
                target.name(),
                run.window().cpuPerToken(),
                Table.millis(run.tally().steady().percentile(0.99)),
                run.whole() ? "all whole" : run.tally().failures().toString());
    }
}
