package io.zaaky.app;

import io.zaaky.app.chat.Ids;
import io.zaaky.app.command.AdminClient;
import io.zaaky.app.command.AdminKey;
import io.zaaky.app.command.Arguments;
import io.zaaky.app.command.AskCommand;
import io.zaaky.app.command.AuditCommand;
import io.zaaky.app.command.IngestCommand;
import io.zaaky.app.command.KeyCommand;
import io.zaaky.app.command.Logging;
import io.zaaky.app.command.ServerAddress;
import io.zaaky.app.command.StopSignals;
import io.zaaky.app.command.UsageProblem;
import io.zaaky.app.config.Environment;
import io.zaaky.app.config.Problems;
import io.zaaky.app.plugin.PluginProblem;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.Problem;
import java.io.Console;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** The command line. Exit codes: 0 done, 1 failed, 2 wrong use or wrong configuration. */
public final class Main {
    private static final System.Logger LOG = System.getLogger(Main.class.getName());
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int WRONG = 2;

    private final PrintStream out;
    private final PrintStream err;
    private final Environment environment;
    private final Path home;
    private final Path plugins;

    Main(PrintStream out, PrintStream err, Environment environment, Path home, Path plugins) {
        this.out = out;
        this.err = err;
        this.environment = environment;
        this.home = home;
        this.plugins = plugins;
    }

    /** Runs a command. The launcher passes the product's location as system properties. */
    public static void main(String[] words) {
        Path home = Path.of(System.getProperty("zaaky.home", "."));
        Path plugins =
                Path.of(System.getProperty("zaaky.plugins", home.resolve("plugins").toString()));
        var main =
                new Main(System.out, System.err, new Environment(System.getenv()), home, plugins);
        int code;
        try (var _ = TemporaryFolder.take(System.getProperty("zaaky.temporary", ""))) {
            code = main.run(List.of(words));
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "the command failed", e);
            code = FAILED;
        }
        System.out.flush();
        System.exit(code); // also after a failure: server threads would keep the process alive
    }

    int run(List<String> words) {
        String command = words.isEmpty() ? "" : words.getFirst();
        List<String> rest = words.isEmpty() ? List.of() : words.subList(1, words.size());
        try {
            if (rest.contains("--help")) {
                return help(out, DONE);
            }
            return switch (command) {
                case "serve" -> serve(rest);
                case "check" -> check(rest);
                case "plugins" -> plugins(rest);
                case "ask" -> ask(rest);
                case "ingest" -> ingest(rest);
                case "eval" -> eval(rest);
                case "key" -> key(rest);
                case "backup" -> backups().backup(rest);
                case "restore" -> backups().restore(rest);
                case "audit" -> audit(rest);
                case "doctor" -> new DoctorCommand(out, this::options).run(rest);
                case "--version" -> version();
                case "--help", "help" -> help(out, DONE);
                case "" -> help(err, WRONG);
                default -> throw new UsageProblem("unknown command '" + command + "'");
            };
        } catch (UsageProblem e) {
            err.println("zaaky: " + e.getMessage() + "; see ./zaaky --help");
            return WRONG;
        } catch (PluginProblem e) {
            err.println("zaaky: " + e.getMessage());
            return WRONG;
        } catch (StartProblem e) {
            err.println("zaaky: " + e.getMessage());
            return FAILED;
        }
    }

    private int serve(List<String> words) {
        var times = StartTimes.ofThisProcess();
        times.ended("Java");
        var arguments =
                new Arguments(
                        words,
                        Set.of("--config", "--data", "--host", "--port", "--management-port"),
                        Set.of());
        none(arguments);
        Logging.start(environment.variables().getOrDefault("ZAAKY_LOG_LEVEL", "INFO"));
        Options options = options(arguments);
        var problems = new Problems();
        Assembly assembly = Assembly.toServe(options, problems);
        Logging.hide(problems.secrets());
        if (!problems.isEmpty()) {
            return wrong(problems, assembly);
        }
        assembly.warnings(options, problems)
                .forEach(warning -> LOG.log(System.Logger.Level.WARNING, warning));
        times.ended("configuration and plugins");
        var serving = new CompletableFuture<Application>(); // an earlier SIGHUP waits for it
        StopSignals.listen(Thread.currentThread(), () -> serving.join().reload());
        try (var application = new Application(assembly, options, Clock.systemUTC())) {
            application.start(times);
            out.println(
                    "Zaaky is ready: "
                            + application.address()
                            + " (management "
                            + application.managementAddress()
                            + ")");
            out.flush();
            serving.complete(application);
            LOG.log(System.Logger.Level.INFO, "started in {0}", times);
            StopSignals.await();
        } catch (InterruptedException e) {
            return DONE; // asked to stop; everything is closed
        }
        return DONE;
    }

    private int check(List<String> words) {
        var arguments = new Arguments(words, Set.of("--config", "--data"), Set.of());
        none(arguments);
        Logging.start("WARNING");
        var problems = new Problems();
        Options options = options(arguments);
        try (Assembly assembly = Assembly.of(options, problems)) {
            if (!problems.isEmpty()) {
                return wrong(problems, assembly);
            }
            assembly.parts().forEach((_, parts) -> parts.close());
            assembly.warnings(options, problems).forEach(err::println);
            out.println(options.config() + " is right: " + assembly.parts().size() + " chatbots");
            return DONE;
        }
    }

    private int audit(List<String> words) {
        var arguments = new Arguments(words, AuditCommand.OPTIONS, Set.of());
        String key = AdminKey.of(arguments, environment.variables(), err);
        return new AuditCommand(out, err, Clock.systemUTC()).run(arguments, server(arguments), key);
    }

    private BackupCommand backups() {
        return new BackupCommand(out, err, this::options);
    }

    private int wrong(Problems problems, Assembly assembly) {
        for (Problem problem : problems.sorted()) {
            out.println(problem);
        }
        assembly.discard();
        assembly.close();
        return WRONG;
    }

    private int plugins(List<String> words) {
        var arguments = new Arguments(words, Set.of("--config"), Set.of());
        none(arguments);
        Logging.start("WARNING");
        return new PluginsCommand(out).run(options(arguments));
    }

    private int ask(List<String> words) {
        var arguments = new Arguments(words, Set.of("--server"), Set.of("--json"));
        if (arguments.rest().size() != 2) {
            throw new UsageProblem("ask takes ORG/CHATBOT and \"a question\"");
        }
        return new AskCommand(out, err)
                .run(
                        server(arguments),
                        arguments.rest().get(0),
                        arguments.rest().get(1),
                        arguments.flag("--json"));
    }

    private int ingest(List<String> words) {
        var arguments =
                new Arguments(words, Set.of("--server", AdminKey.KEY, AdminKey.FILE), Set.of());
        List<String> rest = arguments.rest();
        if (rest.size() < 2 || !isChatbot(rest.getFirst())) {
            throw new UsageProblem("ingest takes ORG/CHATBOT and files, folders or addresses");
        }
        boolean terminal =
                Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
        String key = AdminKey.of(arguments, environment.variables(), err);
        try (var client = new AdminClient(server(arguments), key, rest.getFirst())) {
            return new IngestCommand(out, err, terminal).run(client, rest.subList(1, rest.size()));
        }
    }

    private static boolean isChatbot(String text) {
        String[] names = text.split("/", -1);
        return names.length == 2 && ChatbotKey.isId(names[0]) && ChatbotKey.isId(names[1]);
    }

    private int eval(List<String> words) {
        var arguments =
                new Arguments(
                        words,
                        Set.of(
                                "--server",
                                AdminKey.KEY,
                                AdminKey.FILE,
                                "--compare",
                                "--config",
                                "--data"),
                        Set.of("--json"));
        var task = EvalCommand.Task.of(arguments);
        var command = new EvalCommand(out, err);
        Logging.start("WARNING");
        if (asksServer(arguments)) {
            String key = AdminKey.of(arguments, environment.variables(), err);
            return command.there(task, server(arguments), key);
        }
        var problems = new Problems();
        Assembly assembly = Assembly.of(options(arguments), problems);
        if (!problems.isEmpty()) {
            return wrong(problems, assembly);
        }
        return command.here(task, assembly, options(arguments));
    }

    /** Whether to ask a server. The command line takes precedence over the environment. */
    private boolean asksServer(Arguments arguments) {
        boolean there = given(arguments, "--server", AdminKey.KEY, AdminKey.FILE);
        boolean here = given(arguments, "--config", "--data");
        if (there && here) {
            throw new UsageProblem(
                    "--server, --key-file and --key are for a running server, --config and --data"
                            + " for none: give either");
        }
        Map<String, String> variables = environment.variables();
        boolean known =
                Stream.of("ZAAKY_SERVER", AdminKey.VARIABLE).anyMatch(variables::containsKey);
        return there || (known && !here);
    }

    private static boolean given(Arguments arguments, String... options) {
        return Stream.of(options).anyMatch(option -> arguments.value(option).isPresent());
    }

    private URI server(Arguments arguments) {
        return ServerAddress.of(arguments, environment.variables());
    }

    private int key(List<String> words) {
        new KeyCommand(out, new Ids(new SecureRandom())::session).run(words);
        return DONE;
    }

    private Options options(Arguments arguments) {
        return Options.of(arguments, home, plugins, environment);
    }

    private static void none(Arguments arguments) {
        if (!arguments.rest().isEmpty()) {
            throw new UsageProblem("'" + arguments.rest().getFirst() + "' is not expected here");
        }
    }

    private int version() {
        String version = Main.class.getPackage().getImplementationVersion();
        out.println("zaaky " + (version == null ? "(not packaged)" : version));
        return DONE;
    }

    private static int help(PrintStream to, int code) {
        to.print(
                """
                Zaaky: a self-hosted chatbot server.

                  ./zaaky serve [--config DIR] [--data DIR] [--host H] [--port N] [--management-port N]
                      Serves in the foreground. Without --config: the sample organisation, which needs no
                      service and no key. --data is data/ in the current directory unless given. SIGHUP
                      makes it read its configuration again.
                  ./zaaky check [--config DIR]
                      Reads and validates everything; prints each problem with file and line.
                  ./zaaky plugins [--config DIR]
                      The installed plugins, and the hashes of their jars for server.plugins.
                  ./zaaky ask ORG/CHATBOT "question" [--json] [--server URL]
                      Asks a running server and prints the answer as it streams, then its sources.
                  ./zaaky ingest ORG/CHATBOT PATH-or-URL... [--server URL] [--key-file FILE]
                      Sends files, folders and pages to a running server, and tells which failed.
                  ./zaaky eval ORG/CHATBOT QUESTIONS.jsonl [--compare ORG/CHATBOT] [--json]
                               [--server URL] [--key-file FILE] | [--config DIR] [--data DIR]
                      Measures the search against questions whose documents are known; see docs/quality.md.
                      With a server or a key it asks a running server, else it puts the chatbot together here.
                  ./zaaky key new ORG [--role owner|editor|viewer] [--name TEXT]
                      Makes a key for an organisation's administrators, and its entry for the YAML. Commands take
                      it by --key-file or ZAAKY_KEY. --key KEY works too, but other users of the machine see it.
                  ./zaaky key new --platform [--name TEXT]
                      Makes a key for who runs the server: reloads, and how all organisations are.
                  ./zaaky doctor [--config DIR] [--data DIR] [--json]
                      Looks at Java, data directory, ports, databases and models: a line each, and what to change.
                  ./zaaky doctor --url PUBLIC-URL [--json]
                      Reads a test stream through the address that visitors use: whether a web server in front
                      holds it back, compresses or cuts it, and whether visitors' addresses arrive.
                  ./zaaky backup FILE [--config DIR] [--data DIR]
                      Writes what can't be made again into one file, while the server runs.
                  ./zaaky restore FILE [--config DIR] [--data DIR]
                      Puts it back into an empty data directory, and an empty database if there is one.
                  ./zaaky audit [ORG[/CHATBOT]] [--from DAY] [--to DAY] [--server URL] [--key-file FILE]
                               [--management URL]
                      Asks a running server whether ledger, conversations and metrics agree, and names
                      every answer where they do not. Without ORG: the sums of all, by a key of the platform.
                  ./zaaky --version | --help

                Environment: ZAAKY_JAVA_HOME, ZAAKY_JAVA_OPTS, ZAAKY_LOG_LEVEL, ZAAKY_SERVER, ZAAKY_KEY, ZAAKY_PLUGINS.
                Exit codes: 0 done, 1 failed, 2 wrong use or wrong configuration.
                """);
        return code;
    }
}
