package io.zaaky.app.config;

import io.zaaky.spi.ConfigNode;
import io.zaaky.spi.Problem;
import io.zaaky.spi.Secret;
import io.zaaky.spi.Settings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects what is wrong, so that an operator sees everything at once, and the secrets that were
 * read.
 */
public final class Problems implements Settings.Sink {
    private final Set<Problem> problems = new LinkedHashSet<>();
    private final List<Secret> secrets = new ArrayList<>();
    private final Set<Key> missing = new HashSet<>();
    private final Substitutions substitutions = new Substitutions();

    private record Key(String file, int line, String path) {
        Key(Problem problem) {
            this(problem.file(), problem.line(), problem.path());
        }
    }

    @Override
    public void problem(Problem problem) {
        if (!missing.contains(new Key(problem))) {
            problems.add(substitutions.removedFrom(problem));
        }
    }

    /** A value is not there at all; whatever else is said of it would be of no use. */
    void missing(Problem problem) {
        problem(problem);
        missing.add(new Key(problem));
    }

    @Override
    public void secret(Secret secret) {
        secrets.add(secret);
    }

    /** No message from now on shows the value. */
    void substituted(ConfigNode.Location at, String written, String value) {
        substitutions.add(at, written, value);
    }

    public boolean isEmpty() {
        return problems.isEmpty();
    }

    /** By file and line. */
    public List<Problem> sorted() {
        return problems.stream()
                .sorted(Comparator.comparing(Problem::file).thenComparingInt(Problem::line))
                .toList();
    }

    public List<Secret> secrets() {
        return List.copyOf(secrets);
    }
}
