package io.zaaky.app;

import io.zaaky.app.backup.Backup;
import io.zaaky.app.backup.BackupProblem;
import io.zaaky.app.backup.Restore;
import io.zaaky.app.backup.Store;
import io.zaaky.app.command.Arguments;
import io.zaaky.app.command.Logging;
import io.zaaky.app.command.StatusLine;
import io.zaaky.app.command.UsageProblem;
import io.zaaky.app.config.Configuration;
import io.zaaky.app.config.Problems;
import io.zaaky.app.plugin.ChatbotParts;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Problem;
import java.io.Console;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** {@code backup} and {@code restore}. */
final class BackupCommand {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int WRONG = 2;

    /** The kind of conversation store whose data sources are backed up. */
    private static final String SAVED = "jdbc";

    private static final Set<String> PLACES = Set.of("--config", "--data");

    private final PrintStream out;
    private final PrintStream err;
    private final Function<Arguments, Options> options;

    BackupCommand(PrintStream out, PrintStream err, Function<Arguments, Options> options) {
        this.out = out;
        this.err = err;
        this.options = options;
    }

    /** The work of a command with the configuration; its exceptions are reported. */
    private interface Work {
        void run(Options options, Assembly assembly, StatusLine status);
    }

    int backup(List<String> words) {
        var arguments = new Arguments(words, PLACES, Set.of());
        Path file = file(arguments, "backup");
        return run(
                "backup",
                arguments,
                (options, assembly, status) -> backup(file, options, assembly, status));
    }

    private void backup(Path file, Options options, Assembly assembly, StatusLine status) {
        List<Store> stores =
                Store.all(
                        options.data(),
                        assembly.configuration().dataSources().values(),
                        assembly.databases().used());
        List<String> left = new ArrayList<>();
        for (var chatbot : assembly.parts().keySet()) {
            String provider = conversations(chatbot, "provider", SAVED);
            if (!provider.equals(SAVED)) {
                left.add(
                        "the conversations of "
                                + chatbot.settings().key()
                                + ", which the plugin '"
                                + provider
                                + "' keeps elsewhere");
            }
        }
        var backup = new Backup(version(), organisations(assembly), status::show);
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Backup.Written written = backup.write(file, stores, now, left);
        status.close();
        written.lines().forEach(out::println);
        written.left().forEach(each -> err.println("zaaky backup: not in it: " + each));
        out.println(file + ": " + written.bytes() + " bytes, as of " + written.made());
    }

    int restore(List<String> words) {
        var arguments = new Arguments(words, PLACES, Set.of());
        Path file = file(arguments, "restore");
        return run(
                "restore",
                arguments,
                (options, assembly, status) -> restore(file, options, assembly, status));
    }

    private void restore(Path file, Options options, Assembly assembly, StatusLine status) {
        try (var _ = DataDirectory.take(options.data());
                Restore restore =
                        Restore.of(
                                file,
                                options.data(),
                                assembly.configuration().dataSources(),
                                organisations(assembly),
                                status::show)) {
            refuseNewer(restore.version());
            restore.check();
            makeTables(assembly, restore.postgres());
            restore.run();
            status.close();
            restore.lines().forEach(out::println);
            restore.left().forEach(each -> err.println("zaaky restore: not in it: " + each));
            out.println(
                    "restored, as of "
                            + restore.made()
                            + ". At the next start documents are indexed again, and websites"
                            + " fetched.");
        }
    }

    private static void refuseNewer(String written) {
        if (isNewer(written, version())) {
            throw new BackupProblem(
                    "the backup was written by Zaaky "
                            + written
                            + ", and this is "
                            + version()
                            + ": restore it with that version or a newer one");
        }
    }

    /** Compares version numbers; a version without numbers is not newer. */
    static boolean isNewer(String one, String other) {
        if (!one.matches("[0-9]{1,9}(\\.[0-9]{1,9})*")
                || !other.matches("[0-9]{1,9}(\\.[0-9]{1,9})*")) {
            return false;
        }
        String[] ones = one.split("\\.", -1);
        String[] others = other.split("\\.", -1);
        for (int i = 0; i < Math.min(ones.length, others.length); i++) {
            int compared = Integer.compare(Integer.parseInt(ones[i]), Integer.parseInt(others[i]));
            if (compared != 0) {
                return compared > 0;
            }
        }
        return ones.length > others.length;
    }

    /** Makes the tables: the conversations plugin creates them at its first call. */
    private static void makeTables(Assembly assembly, Set<String> sources) {
        Set<String> made = new TreeSet<>();
        for (Map.Entry<Configuration.ChatbotNode, ChatbotParts> each :
                assembly.parts().entrySet()) {
            String source = conversations(each.getKey(), "data-source", "main");
            if (sources.contains(source) && made.add(source)) {
                try {
                    each.getValue().store().check();
                } catch (PluginException e) {
                    throw new BackupProblem(
                            "the tables in the data source '"
                                    + source
                                    + "' cannot be made: "
                                    + e.getMessage(),
                            e);
                }
            }
        }
        for (String source : sources) {
            if (!made.contains(source)) {
                throw new BackupProblem(
                        "no chatbot of this configuration keeps conversations in the data source '"
                                + source
                                + "', which the backup was made with");
            }
        }
    }

    private static String conversations(
            Configuration.ChatbotNode chatbot, String key, String otherwise) {
        return chatbot.node().child("conversations").text(key, otherwise);
    }

    private int run(String command, Arguments arguments, Work work) {
        Logging.start("WARNING");
        Options places = options.apply(arguments);
        var problems = new Problems();
        try (Assembly assembly = Assembly.of(places, problems)) {
            Logging.hide(problems.secrets());
            if (!problems.isEmpty()) {
                for (Problem problem : problems.sorted()) {
                    out.println(problem);
                }
                assembly.parts().forEach((_, parts) -> parts.close());
                return WRONG;
            }
            try (var status = new StatusLine(err, isTerminal())) {
                work.run(places, assembly, status);
                return DONE;
            } catch (BackupProblem e) {
                err.println("zaaky " + command + ": " + e.getMessage());
                return FAILED;
            } finally {
                assembly.parts().forEach((_, parts) -> parts.close());
            }
        }
    }

    private static boolean isTerminal() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    }

    private static Path file(Arguments arguments, String command) {
        if (arguments.rest().size() != 1) {
            throw new UsageProblem(command + " takes one FILE");
        }
        return Path.of(arguments.rest().getFirst());
    }

    private static Set<String> organisations(Assembly assembly) {
        Set<String> ids = new TreeSet<>();
        assembly.configuration().organisations().forEach(each -> ids.add(each.id()));
        return ids;
    }

    private static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "(not packaged)" : version;
    }
}
