package io.zaaky.app.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The words after a command: options with a value ({@code --port 8001} or {@code --port=8001}),
 * flags, and the rest.
 */
public final class Arguments {
    private final Map<String, String> values = new HashMap<>();
    private final Set<String> flags = new HashSet<>();
    private final List<String> rest = new ArrayList<>();

    /**
     * Reads the words.
     *
     * @param withValue the options that take a value
     * @param withoutValue the options that take none
     * @throws UsageProblem for anything else that begins with {@code --}
     */
    public Arguments(List<String> words, Set<String> withValue, Set<String> withoutValue) {
        boolean optionsEnded = false;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            if (optionsEnded || !word.startsWith("--")) {
                rest.add(word);
            } else if (word.equals("--")) {
                optionsEnded = true;
            } else if (withoutValue.contains(word)) {
                flags.add(word);
            } else if (!withValue.contains(name)) {
                throw new UsageProblem("unknown option " + name);
            } else if (equals >= 0) {
                values.put(name, word.substring(equals + 1));
            } else if (++i < words.size()) {
                values.put(name, words.get(i));
            } else {
                throw new UsageProblem(name + " needs a value");
            }
        }
    }

    public Optional<String> value(String option) {
        return Optional.ofNullable(values.get(option));
    }

    /** A port: 0 to 65535; 0 means any free port. */
    public Optional<Integer> port(String option) {
        return value(option)
                .map(
                        text -> {
                            try {
                                int port = Integer.parseInt(text);
                                if (port >= 0 && port <= 65535) {
                                    return port;
                                }
                            } catch (NumberFormatException e) {
                                throw new UsageProblem(
                                        option + " must be a number from 0 to 65535, not " + text,
                                        e);
                            }
                            throw new UsageProblem(
                                    option + " must be a number from 0 to 65535, not " + text);
                        });
    }

    public boolean flag(String option) {
        return flags.contains(option);
    }

    /** The words that are not options. */
    public List<String> rest() {
        return List.copyOf(rest);
    }
}
