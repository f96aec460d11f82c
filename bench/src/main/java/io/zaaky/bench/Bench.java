package io.zaaky.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** The commands of {@code bench/run}. */
public final class Bench {
    private Bench() {}

    /** Prints a report in Markdown; progress goes to standard error. */
    public static void main(String[] args) throws IOException, InterruptedException {
        List<String> all = Arrays.asList(args);
        try {
            String command = all.isEmpty() ? "" : all.getFirst();
            String machine = Machine.describe();
            String report = report(command, all.subList(Math.min(1, all.size()), all.size()));
            System.out.println("`bench/run " + String.join(" ", all) + "`, " + machine + "\n");
            System.out.println(report);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
        System.exit(0);
    }

    private static String report(String command, List<String> arguments)
            throws IOException, InterruptedException {
        return switch (command) {
            case "relay" -> new RelayReport(new Options(arguments, RelayReport.OPTIONS)).run();
            case "turn" -> new TurnReport(new Options(arguments, TurnReport.OPTIONS)).run();
            case "micro" -> micro(arguments);
            case "memory" -> new MemoryReport(new Options(arguments, MemoryReport.OPTIONS)).run();
            case "cancel" -> new CancelReport(new Options(arguments, CancelReport.OPTIONS)).run();
            case "neighbours" ->
                    new NeighboursReport(new Options(arguments, NeighboursReport.OPTIONS)).run();
            case "organisations" ->
                    new OrganisationsReport(new Options(arguments, OrganisationsReport.OPTIONS))
                            .run();
            case "conversations" ->
                    new ConversationsReport(new Options(arguments, ConversationsReport.OPTIONS))
                            .run();
            case "startup" ->
                    new StartupReport(new Options(arguments, StartupReport.OPTIONS)).run();
            case "retrieval" ->
                    new RetrievalReport(new Options(arguments, RetrievalReport.OPTIONS)).run();
            case "small-talk" ->
                    new SmallTalkReport(new Options(arguments, SmallTalkReport.OPTIONS)).run();
            case "ingest" -> new IngestReport(new Options(arguments, IngestReport.OPTIONS)).run();
            default ->
                    throw new IllegalArgumentException(
                            "usage: bench/run"
                                + " relay|turn|memory|cancel|neighbours|organisations|conversations|startup|retrieval|small-talk|ingest|micro"
                                + " [--option value]…");
        };
    }

    /** JMH prints its own progress and results. */
    private static String micro(List<String> arguments) throws IOException {
        org.openjdk.jmh.Main.main(arguments.toArray(String[]::new));
        return "";
    }
}
