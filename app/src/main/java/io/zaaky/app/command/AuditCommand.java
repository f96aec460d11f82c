package io.zaaky.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.app.account.Books;
import io.zaaky.app.account.Findings;
import io.zaaky.app.account.Hole;
import io.zaaky.app.account.MetricsCheck;
import io.zaaky.app.account.MetricsPage;
import io.zaaky.app.account.Platform;
import io.zaaky.app.command.AdminClient.Failure;
import io.zaaky.spi.ChatbotKey;
import java.io.PrintStream;
import java.net.URI;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code audit}: checks whether ledger, conversations and metrics of a running server agree. */
public final class AuditCommand {
    private static final int DAYS = 30; // the same default as usage
    private static final int TRIES = 5; // attempts to read the ledger while no answer ends
    private static final String FROM = "--from";
    private static final String TO = "--to";
    private static final String MANAGEMENT = "--management";

    /** The options that take a value. */
    public static final Set<String> OPTIONS =
            Set.of(ServerAddress.OPTION, AdminKey.KEY, AdminKey.FILE, FROM, TO, MANAGEMENT);

    private final PrintStream out;
    private final PrintStream err;
    private final Clock clock;

    public AuditCommand(PrintStream out, PrintStream err, Clock clock) {
        this.out = out;
        this.err = err;
        this.clock = clock;
    }

    /**
     * What to check.
     *
     * @param org empty for the sums of all organisations
     * @param chatbot empty for all chatbots of the organisation
     * @param management the address of the metrics; empty to skip them
     */
    private record Task(
            String org, String chatbot, LocalDate from, LocalDate to, Optional<URI> management) {}

    /** Returns the exit code: 0 if everything agrees. */
    public int run(Arguments arguments, URI server, String key) {
        Task task = task(arguments);
        try (var calls = new JsonCalls(server, key)) {
            int holes = task.org().isEmpty() ? platform(calls, task) : organisation(calls, task);
            if (task.management().isEmpty()) {
                out.println(
                        "The metrics were not looked at: name the management port with "
                                + MANAGEMENT
                                + " URL.");
            }
            out.println(holes == 0 ? "Everything agrees." : holes + " do not agree.");
            return holes == 0 ? 0 : 1;
        } catch (Failure e) {
            err.println("zaaky audit: " + e.getMessage());
            return 1;
        }
    }

    private int organisation(JsonCalls calls, Task task) throws Failure {
        List<String> chatbots =
                task.chatbot().isEmpty() ? chatbots(calls, task.org()) : List.of(task.chatbot());
        int holes = 0;
        for (String chatbot : chatbots) {
            holes += audit(calls, task, chatbot);
        }
        return holes;
    }

    private int platform(JsonCalls calls, Task task) throws Failure {
        JsonNode usage =
                calls.object("/api/platform/usage?from=" + task.from() + "&to=" + task.to());
        List<Hole> holes = new ArrayList<>(Platform.compareDays(usage));
        Optional<Metrics> metrics = metrics(task.management());
        if (metrics.isPresent()) {
            LocalDate began = LocalDate.ofInstant(metrics.get().start(), ZoneOffset.UTC);
            holes.addAll(Platform.compareMetrics(usage, metrics.get().page(), began));
        }
        holes.forEach(out::println);
        out.println(
                task.from()
                        + " to "
                        + task.to()
                        + ": the sums of all organisations; their conversations and calls are seen"
                        + " with a key of each: audit ORG");
        return holes.size();
    }

    private Task task(Arguments arguments) {
        List<String> rest = arguments.rest();
        String[] names = rest.size() == 1 ? rest.getFirst().split("/", -1) : new String[0];
        if (rest.size() > 1 || names.length > 2) {
            throw new UsageProblem("audit takes ORG, ORG/CHATBOT or nothing");
        }
        for (String name : names) {
            if (!ChatbotKey.isId(name)) {
                throw new UsageProblem("'" + name + "' is no id of an organisation or chatbot");
            }
        }
        LocalDate today = LocalDate.now(clock.withZone(ZoneOffset.UTC));
        LocalDate to = day(arguments, TO).orElse(today);
        LocalDate from = day(arguments, FROM).orElse(to.minusDays(DAYS - 1));
        if (from.isAfter(to)) {
            throw new UsageProblem(FROM + " must not be after " + TO);
        }
        return new Task(
                names.length == 0 ? "" : names[0],
                names.length == 2 ? names[1] : "",
                from,
                to,
                arguments.value(MANAGEMENT).map(ServerAddress::parse));
    }

    private static Optional<LocalDate> day(Arguments arguments, String option) {
        return arguments
                .value(option)
                .map(
                        text -> {
                            try {
                                return LocalDate.parse(text);
                            } catch (DateTimeException e) {
                                throw new UsageProblem(
                                        option + " must be a day such as 2026-11-30, not " + text,
                                        e);
                            }
                        });
    }

    private static List<String> chatbots(JsonCalls calls, String org) throws Failure {
        List<String> ids = new ArrayList<>();
        calls.object("/api/orgs/" + org)
                .path("chatbots")
                .forEach(chatbot -> ids.add(chatbot.path("id").asText()));
        return ids;
    }

    /** The process's counters, and since when it counts. */
    private record Metrics(Instant start, MetricsPage page) {}

    /** Reads the metrics. They are read last: everything stored by then has been counted. */
    private Optional<Metrics> metrics(Optional<URI> management) throws Failure {
        if (management.isEmpty()) {
            return Optional.empty();
        }
        try (var calls = new JsonCalls(management.get(), "")) {
            var page = new MetricsPage(calls.text("/metrics"));
            return page.start()
                    .map(start -> new Metrics(start, page))
                    .or(
                            () -> {
                                throw new UsageProblem(
                                        management.get() + " is no management port of Zaaky");
                            });
        }
    }

    private int audit(JsonCalls calls, Task task, String chatbot) throws Failure {
        String path = "/api/orgs/" + task.org() + "/chatbots/" + chatbot;
        String days = "?from=" + task.from() + "&to=" + task.to();
        var books = new Books(task.from(), task.to());
        calls.lines(path + "/conversations.jsonl" + days, books::conversation);
        List<Hole> holes = new ArrayList<>(ledger(calls, path, task.from(), days, books));
        Findings found = books.findings();
        holes.addAll(found.holes());
        String name = task.org() + "/" + chatbot;
        for (Hole hole : holes) {
            out.println(name + ": " + hole);
        }
        Optional<Metrics> metrics = metrics(task.management());
        int more = 0;
        if (metrics.isPresent()) {
            more = compare(task, chatbot, metrics.get(), books);
        }
        out.println(
                name
                        + ": "
                        + task.from()
                        + " to "
                        + task.to()
                        + ": "
                        + found.answers()
                        + " answers, "
                        + found.calls()
                        + " calls of models; "
                        + found.silent()
                        + " answers without a call, "
                        + found.forgotten()
                        + " of conversations that are not there any more or began earlier, "
                        + found.running()
                        + " under way; "
                        + (holes.size() + more)
                        + " do not agree");
        return holes.size() + more;
    }

    /**
     * Reads and compares the ledger. If an answer ends meanwhile, ledger and sums differ: tries
     * again.
     */
    private static List<Hole> ledger(
            JsonCalls calls, String path, LocalDate from, String days, Books books) throws Failure {
        List<Hole> holes = List.of();
        for (int i = 0; i < TRIES; i++) {
            JsonNode before = calls.object(path + "/usage" + days).path("days");
            books.beginLedger();
            calls.lines(path + "/ledger.jsonl?from=" + from, books::row);
            JsonNode usage = calls.object(path + "/usage" + days);
            holes = books.compareDays(usage);
            if (holes.isEmpty() || before.equals(usage.path("days"))) {
                return holes;
            }
        }
        return holes;
    }

    private int compare(Task task, String chatbot, Metrics metrics, Books books) {
        LocalDate began = LocalDate.ofInstant(metrics.start(), ZoneOffset.UTC);
        LocalDate today = LocalDate.now(clock.withZone(ZoneOffset.UTC));
        String name = task.org() + "/" + chatbot;
        if (began.isBefore(task.from()) || task.to().isBefore(today)) {
            out.println(
                    name
                            + ": the metrics count since "
                            + metrics.start()
                            + ", which these days do not reach over: not compared");
            return 0;
        }
        Map<String, Long> counted = metrics.page().answers(task.org(), chatbot);
        Map<String, Long> recorded = books.outcomesSince(metrics.start());
        List<Hole> holes = MetricsCheck.compare(counted, recorded);
        holes.forEach(hole -> out.println(name + ": " + hole));
        long gone = MetricsCheck.gone(counted, recorded);
        if (gone > 0) {
            out.println(
                    name + ": " + gone + " more in the metrics than on record (forgotten since)");
        }
        return holes.size();
    }
}
