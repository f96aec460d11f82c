package io.zaaky.app.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The key that a command was given: by a file ({@code --key-file}), on the command line ({@code
 * --key}), where other users of the machine can read it, or by {@code ZAAKY_KEY}.
 */
public final class AdminKey {
    public static final String FILE = "--key-file";
    public static final String KEY = "--key";
    public static final String VARIABLE = "ZAAKY_KEY";

    private static final int LONGEST = 1000;

    private AdminKey() {}

    /**
     * Finds the key, and warns if it is on the command line.
     *
     * @return empty if none was given
     * @throws UsageProblem if it cannot be read or is not a key
     */
    public static String of(Arguments arguments, Map<String, String> variables, PrintStream err) {
        Optional<String> file = arguments.value(FILE);
        Optional<String> plain = arguments.value(KEY);
        if (file.isPresent() && plain.isPresent()) {
            throw new UsageProblem("give the key by " + FILE + " or by " + KEY + ", not by both");
        }
        if (file.isPresent()) {
            return checked(read(Path.of(file.get())), "the key file " + file.get());
        }
        if (plain.isPresent()) {
            err.println(
                    "zaaky: other users of this machine can see a key that is given by --key (in"
                            + " the list of processes): use --key-file FILE or ZAAKY_KEY");
            return checked(plain.get(), KEY);
        }
        String variable = variables.getOrDefault(VARIABLE, "");
        return variable.isEmpty() ? "" : checked(variable, VARIABLE);
    }

    private static String read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(LONGEST + 1), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UsageProblem("the key file " + file + " is not there or can't be read", e);
        }
    }

    private static String checked(String key, String where) {
        if (key.length() > LONGEST || !key.matches("[!-~]+")) {
            throw new UsageProblem(where + " must hold one key and nothing else");
        }
        return key;
    }
}
