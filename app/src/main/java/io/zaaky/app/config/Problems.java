package io.zaaky.app.config;

import io.zaaky.spi.Problem;
import io.zaaky.spi.Secret;
import io.zaaky.spi.Settings;
import java.util.ArrayList;
import java.util.Comparator;
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

    @Override
    public void problem(Problem problem) {
        problems.add(problem);
    }

    @Override
    public void secret(Secret secret) {
        secrets.add(secret);
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
