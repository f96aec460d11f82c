package io.zaaky.app;

import io.zaaky.app.config.Configuration;
import io.zaaky.app.config.Problems;
import io.zaaky.app.plugin.PluginCatalogue;
import io.zaaky.spi.Problem;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/**
 * {@code ./zaaky plugins}: lists what is installed, and what {@code server.plugins} says or would
 * say. A jar that {@code server.plugins} refuses is not loaded here either.
 */
final class PluginsCommand {
    private static final String ROW = "%-14s %-12s %-56s %s%n";
    private static final String LIST = "server.plugins";

    private final PrintStream out;

    PluginsCommand(PrintStream out) {
        this.out = out;
    }

    /** Returns the exit code: 2 if something is wrong with the list or the jars. */
    int run(Options options) {
        var problems = new Problems();
        var configuration = Configuration.read(options.config(), options.environment(), problems);
        try (var catalogue =
                new PluginCatalogue(options.plugins(), configuration.allowedPlugins())) {
            out.printf(ROW, "KIND", "TYPE", "CLASS", "FROM");
            for (PluginCatalogue.Installed plugin : catalogue.list()) {
                out.printf(ROW, plugin.kind(), plugin.type(), plugin.className(), plugin.from());
            }
        }
        printHashes(PluginCatalogue.hashes(options.plugins()));
        boolean unknown = configuration.allowedPlugins().isUnknown();
        List<Problem> wrong =
                problems.sorted().stream()
                        .filter(problem -> unknown || problem.path().startsWith(LIST))
                        .toList();
        wrong.forEach(out::println);
        return wrong.isEmpty() ? 0 : 2;
    }

    private void printHashes(Map<String, String> hashes) {
        if (hashes.isEmpty()) {
            return;
        }
        out.println();
        out.println("For zaaky.yaml, so that these jars as they are now and no others are loaded:");
        out.println();
        out.println("server:");
        out.println("  plugins:");
        hashes.forEach(
                (jar, hash) ->
                        out.println("    - {file: " + quoted(jar) + ", sha256: " + hash + "}"));
        out.println();
    }

    private static String quoted(String name) {
        return "'" + name.replace("'", "''") + "'";
    }
}
