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
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Collects problems, so that an operator sees all of them at once, and the secrets that were read.
 */
public final class Problems implements Settings.Sink {
    private final Set<Problem> problems = new LinkedHashSet<>();
    private final List<Secret> secrets = new ArrayList<>();
    private final Set<Place> missing = new HashSet<>();
    private final Consumer<Supplier<Settings.Key>> reads;
    private final Substitutions substitutions = new Substitutions();

    public Problems() {
        this(_ -> {});
    }

    /**
     * @param reads receives each key that is read
     */
    public Problems(Consumer<Supplier<Settings.Key>> reads) {
        this.reads = reads;
    }

    private record Place(String file, int line, String path) {
        Place(Problem problem) {
            this(problem.file(), problem.line(), problem.path());
        }
    }

    @Override
    public void problem(Problem problem) {
        if (!missing.contains(new Place(problem))) {
            problems.add(substitutions.removedFrom(problem));
        }
    }

    /** Reports a missing value; further problems about that value are suppressed. */
    void missing(Problem problem) {
        problem(problem);
        missing.add(new Place(problem));
    }

    @Override
    public void secret(Secret secret) {
        secrets.add(secret);
    }

    @Override
    public void read(Supplier<Settings.Key> key) {
        reads.accept(key);
    }

    /** Removes the value from all messages from now on. */
    void substituted(ConfigNode.Location at, String written, String value) {
        substitutions.add(at, written, value);
    }

    public boolean isEmpty() {
        return problems.isEmpty();
    }

    /** The problems, sorted by file and line. */
    public List<Problem> sorted() {
        return problems.stream()
                .sorted(Comparator.comparing(Problem::file).thenComparingInt(Problem::line))
                .toList();
    }

    public List<Secret> secrets() {
        return List.copyOf(secrets);
    }
}
