package io.zaaky.app.command;

import io.zaaky.app.config.KeyHashes;
import io.zaaky.app.config.KeyRole;
import io.zaaky.spi.ChatbotKey;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** {@code ./zaaky key new}: makes a key, and the entry that lets a server accept it. */
public final class KeyCommand {
    private static final String PLATFORM = "--platform";
    private static final int LONGEST_NAME = 64;

    private final PrintStream out;
    private final Supplier<String> random;

    /**
     * Sets where keys come from.
     *
     * @param random makes a new secret at each call
     */
    public KeyCommand(PrintStream out, Supplier<String> random) {
        this.out = out;
        this.random = random;
    }

    /**
     * Makes a key.
     *
     * @throws UsageProblem if the arguments are not valid
     */
    public void run(List<String> words) {
        var arguments = new Arguments(words, Set.of("--role", "--name"), Set.of(PLATFORM));
        List<String> rest = arguments.rest();
        boolean platform = arguments.flag(PLATFORM);
        if (rest.isEmpty()
                || !rest.getFirst().equals("new")
                || rest.size() != (platform ? 1 : 2)
                || (!platform && !ChatbotKey.isId(rest.get(1)))) {
            throw new UsageProblem("key takes: new ORG, or: new --platform");
        }
        Optional<String> role = arguments.value("--role").map(KeyCommand::role);
        Optional<String> name = arguments.value("--name").map(KeyCommand::name);
        if (platform) {
            if (role.isPresent()) {
                throw new UsageProblem("a key of the platform has no role");
            }
            print(
                    "zp_" + random.get(),
                    "zaaky.yaml",
                    "server:\n  platform-keys:\n    - ",
                    name,
                    role);
        } else {
            String file = "orgs/" + rest.get(1) + ".yaml";
            print("zk_" + random.get(), file, "admin-keys:\n  - ", name, role);
        }
    }

    private static String role(String given) {
        List<String> roles = Arrays.stream(KeyRole.values()).map(KeyRole::word).toList();
        if (!roles.contains(given)) {
            throw new UsageProblem("--role must be owner, editor or viewer, not " + given);
        }
        return given;
    }

    private static String name(String given) {
        if (given.isBlank()
                || given.length() > LONGEST_NAME
                || given.contains("${")
                || given.chars().anyMatch(Character::isISOControl)) {
            throw new UsageProblem(
                    "--name must have 1 to 64 characters, none of them a control one, and no ${");
        }
        return given;
    }

    private void print(
            String key, String file, String before, Optional<String> name, Optional<String> role) {
        out.println("The key, which is shown this once only:");
        out.println();
        out.println("  " + key);
        out.println();
        out.println("Its entry for " + file + ":");
        out.println();
        out.println(before + entry(KeyHashes.of(key), name, role));
    }

    private static String entry(String hash, Optional<String> name, Optional<String> role) {
        if (name.isEmpty() && role.isEmpty()) {
            return hash;
        }
        List<String> fields = new ArrayList<>(List.of("hash: \"" + hash + "\""));
        name.ifPresent(text -> fields.add("name: " + quoted(text)));
        role.ifPresent(word -> fields.add("role: " + word));
        return fields.stream().collect(Collectors.joining(", ", "{", "}"));
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
