package io.zaaky.app;

import io.zaaky.app.command.Arguments;
import io.zaaky.app.command.Logging;
import io.zaaky.app.command.PortCheck;
import io.zaaky.app.command.ProxyCheck;
import io.zaaky.app.command.ServerAddress;
import io.zaaky.app.command.UsageProblem;
import io.zaaky.app.config.Configuration.ChatbotNode;
import io.zaaky.app.config.DataSourceSettings;
import io.zaaky.app.config.Problems;
import io.zaaky.app.config.ServerSettings;
import io.zaaky.app.doctor.Check;
import io.zaaky.app.doctor.DatabaseChecks;
import io.zaaky.app.doctor.Finding;
import io.zaaky.app.doctor.MachineChecks;
import io.zaaky.app.doctor.ModelChecks;
import io.zaaky.app.doctor.Report;
import io.zaaky.app.doctor.Round;
import io.zaaky.app.plugin.ChatbotParts;
import io.zaaky.app.plugin.ChatbotParts.NamedModel;
import io.zaaky.spi.Database.Dialect;
import io.zaaky.spi.Problem;
import io.zaaky.spi.Secret;
import io.zaaky.spi.Settings;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** {@code doctor}: checks everything that an installation depends on. */
final class DoctorCommand {
    private static final Duration LIMIT = Duration.ofSeconds(10); // for each check

    /** A provider whose default context window is small, whatever the model supports. */
    private static final String SMALL_BY_DEFAULT = "ollama";

    private final PrintStream out;
    private final Function<Arguments, Options> options;

    DoctorCommand(PrintStream out, Function<Arguments, Options> options) {
        this.out = out;
        this.options = options;
    }

    int run(List<String> words) {
        var arguments =
                new Arguments(words, Set.of("--config", "--data", "--url"), Set.of("--json"));
        if (!arguments.rest().isEmpty()) {
            throw new UsageProblem("'" + arguments.rest().getFirst() + "' is not expected here");
        }
        Logging.start("SEVERE");
        Optional<String> url = arguments.value("--url");
        try {
            return url.isPresent()
                    ? print(proxy(ServerAddress.parse(url.get())), List.of(), arguments)
                    : installation(arguments);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private static List<Finding> proxy(URI address) {
        return new ProxyCheck(address).look();
    }

    private int print(List<Finding> found, List<String> secrets, Arguments arguments) {
        var report = new Report(found, secrets);
        out.print(arguments.flag("--json") ? report.json() : report.text());
        return report.hasFailed() ? 1 : 0;
    }

    private int installation(Arguments arguments) throws InterruptedException {
        Options places = options.apply(arguments);
        var problems = new Problems();
        Assembly assembly = Assembly.of(places, problems);
        List<String> secrets = problems.secrets().stream().map(Secret::value).toList();
        if (!problems.isEmpty()) {
            List<Finding> wrong = problems.sorted().stream().map(DoctorCommand::wrong).toList();
            assembly.discard();
            int _ = print(wrong, secrets, arguments);
            return 2;
        }
        List<Finding> found = new ArrayList<>();
        found.add(
                Finding.ok(
                        "configuration",
                        places.config() + ", " + assembly.parts().size() + " chatbots"));
        assembly.warnings(places, problems)
                .forEach(warning -> found.add(Finding.warn("configuration", warning, "")));
        found.addAll(Round.of(checks(places, assembly), LIMIT));
        found.add(shared(assembly));
        int code = print(found, secrets, arguments);
        Thread closing = Thread.ofPlatform().daemon().start(() -> close(assembly));
        var _ = closing.join(Duration.ofSeconds(2)); // whatever hangs ends with the process
        return code;
    }

    private static void close(Assembly assembly) {
        assembly.parts().forEach((_, parts) -> parts.close());
        assembly.close();
    }

    private static Finding wrong(Problem problem) {
        return Finding.fail(
                "configuration",
                problem.file()
                        + ":"
                        + problem.line()
                        + ": "
                        + problem.path()
                        + ": "
                        + problem.message(),
                "./zaaky check tells all of it");
    }

    private static List<Check> checks(Options places, Assembly assembly) {
        ServerSettings server = places.over(assembly.configuration().server());
        List<Check> checks = new ArrayList<>();
        checks.add(new Check("java", MachineChecks::java));
        checks.add(new Check("open files", () -> MachineChecks.files(server)));
        checks.add(new Check("data directory", () -> MachineChecks.data(places.data(), server)));
        checks.add(new Check("ports", () -> PortCheck.look(server)));
        checks.addAll(databases(places, assembly));
        checks.addAll(models(assembly));
        checks.addAll(embeddings(assembly));
        return checks;
    }

    private static List<Check> databases(Options places, Assembly assembly) {
        Set<String> searched = new TreeSet<>();
        for (ChatbotNode chatbot : assembly.parts().keySet()) {
            Settings retrieval = chatbot.node().child("retrieval");
            if (retrieval.text("provider", "lucene").equals("pgvector")) {
                searched.add(retrieval.text("data-source", "main"));
            }
        }
        List<Check> checks = new ArrayList<>();
        for (DataSourceSettings source : assembly.configuration().dataSources().values()) {
            var look = new DatabaseChecks(source, places.data(), searched.contains(source.name()));
            checks.add(
                    assembly.databases().used().contains(source.name())
                            ? new Check(look.name(), look::look)
                            : new Check(look.name(), () -> unused(look.name())));
        }
        return checks;
    }

    private static List<Finding> unused(String name) {
        return List.of(Finding.ok(name, "no chatbot uses it; not looked at"));
    }

    /** Checks each model once, however many chatbots use it. */
    private static List<Check> models(Assembly assembly) {
        Set<Object> seen = new HashSet<>();
        List<Check> checks = new ArrayList<>();
        for (Map.Entry<ChatbotNode, ChatbotParts> each : assembly.parts().entrySet()) {
            List<Settings> nodes = new ArrayList<>();
            nodes.add(each.getKey().node().child("llm"));
            nodes.addAll(each.getKey().node().list("fallback"));
            List<NamedModel> models = each.getValue().models();
            for (int i = 0; i < models.size(); i++) {
                NamedModel named = models.get(i);
                String at = named.model().endpoint().map(uri -> " at " + uri).orElse("");
                boolean small =
                        named.provider().equals(SMALL_BY_DEFAULT)
                                && !nodes.get(i).has("context-window");
                var same =
                        List.of(
                                named.provider(),
                                at,
                                named.model().model(),
                                named.account(),
                                small);
                if (seen.add(same)) {
                    String name = "model " + named.provider() + " " + named.model().model() + at;
                    checks.add(new ModelChecks(name, named.model(), small).chat());
                }
            }
        }
        return checks;
    }

    private static List<Check> embeddings(Assembly assembly) {
        Map<String, Check> checks = new LinkedHashMap<>();
        for (Map.Entry<ChatbotNode, ChatbotParts> each : assembly.parts().entrySet()) {
            var embedding = each.getValue().embedding();
            String provider =
                    each.getKey()
                            .node()
                            .child("retrieval")
                            .child("embedding")
                            .text("provider", "onnx");
            String name = "embedding " + provider + " " + embedding.model();
            checks.putIfAbsent(
                    embedding.source(),
                    new Check(name, () -> ModelChecks.embedding(name, embedding)));
        }
        return List.copyOf(checks.values());
    }

    private static Finding shared(Assembly assembly) {
        boolean database =
                assembly.configuration().dataSources().values().stream()
                        .filter(source -> assembly.databases().used().contains(source.name()))
                        .anyMatch(source -> source.dialect() == Dialect.POSTGRESQL);
        return Finding.ok(
                "shared state",
                database
                        ? "conversations, ledger and budgets in PostgreSQL; limits, pauses and"
                                + " running answers in each process by itself"
                        : "all in one process; a second one needs PostgreSQL and a data directory"
                                + " of its own");
    }
}
