package io.zaaky.app;

import io.zaaky.app.config.Environment;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Commands of the command line, run in this process. */
public final class Commands {
    private Commands() {}

    /**
     * What a command left behind.
     *
     * @param code the exit code
     */
    public record Outcome(int code, String out, String err) {}

    /** Runs one to its end. */
    public static Outcome run(Map<String, String> variables, String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int code =
                new Main(
                                new PrintStream(out, true, StandardCharsets.UTF_8),
                                new PrintStream(err, true, StandardCharsets.UTF_8),
                                new Environment(variables),
                                Path.of("."),
                                Path.of("no-plugins"))
                        .run(List.of(words));
        return new Outcome(
                code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    public static Outcome run(String... words) {
        return run(Map.of(), words);
    }
}
