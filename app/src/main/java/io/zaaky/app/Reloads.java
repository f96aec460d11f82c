package io.zaaky.app;

import io.zaaky.app.admin.Actor;
import io.zaaky.app.admin.Audit;
import io.zaaky.app.admin.Changes;
import io.zaaky.app.admin.Reloaded;
import io.zaaky.app.command.Logging;
import io.zaaky.app.config.OrganisationSettings;
import io.zaaky.app.config.Problems;
import io.zaaky.app.config.ServerSettings;
import io.zaaky.app.metrics.Meters;
import io.zaaky.spi.Problem;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Applies a changed configuration while the server runs: all of it, or nothing. Safe to call from
 * many threads; reloads run one after the other.
 */
final class Reloads implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Reloads.class.getName());

    private static final String ACTION = "configuration.reload";

    private final Options options;
    private final Serving serving;
    private final Consumer<ServerSettings> server;
    private final Meters meters;
    private final Audit audit;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean closed; // guarded by lock
    private volatile Optional<Refused> refused = Optional.empty();

    private record Refused(Instant at, List<Problem> problems) {}

    /**
     * @param server receives the new settings of the {@code server} node
     */
    Reloads(
            Options options,
            Serving serving,
            Consumer<ServerSettings> server,
            Meters meters,
            Audit audit,
            Clock clock) {
        this.options = options;
        this.serving = serving;
        this.server = server;
        this.meters = meters;
        this.audit = audit;
        this.clock = clock;
    }

    /** See {@link Application#reload}. */
    Reloaded reload(Actor by) {
        lock.lock();
        try {
            if (closed) {
                return new Reloaded.TooLate();
            }
            Reloaded reloaded = takeOver();
            meters.reloaded(reloaded instanceof Reloaded.TakenOver);
            switch (reloaded) {
                case Reloaded.TakenOver(Changes changes) -> {
                    refused = Optional.empty();
                    LOG.log(Level.INFO, "that was asked for by {0} ({1})", by.key(), by.role());
                    audit.record(changes.byOrganisation(organisations()), by, ACTION);
                }
                case Reloaded.Refused(List<Problem> problems) -> {
                    refused = Optional.of(new Refused(clock.instant(), problems));
                    tell(problems);
                }
                case Reloaded.TooLate() -> {}
            }
            return reloaded;
        } finally {
            lock.unlock();
        }
    }

    private List<String> organisations() {
        return serving.assembly().configuration().organisations().stream()
                .map(OrganisationSettings::id)
                .toList();
    }

    /** The same for a client, which must not learn where the files are. */
    Reloaded reloadFromAfar(Actor by) {
        Reloaded reloaded = reload(by);
        return reloaded instanceof Reloaded.Refused(List<Problem> problems)
                ? new Reloaded.Refused(problems.stream().map(this::within).toList())
                : reloaded;
    }

    private Problem within(Problem problem) {
        Path file = Path.of(problem.file());
        String name =
                file.startsWith(options.config())
                        ? options.config().relativize(file).toString()
                        : String.valueOf(file.getFileName());
        return new Problem(name, problem.line(), problem.path(), problem.message());
    }

    private Reloaded takeOver() {
        var problems = new Problems();
        try {
            Assembly next = serving.assembly().again(options, problems);
            Logging.hide(problems.secrets());
            if (problems.isEmpty()) {
                next.warnings(options, problems)
                        .forEach(warning -> LOG.log(Level.WARNING, warning));
                Changes changes = serving.replace(next);
                server.accept(next.configuration().server());
                return new Reloaded.TakenOver(changes);
            }
            next.discard();
        } catch (RuntimeException | LinkageError e) { // from a plugin: our code does not throw here
            LOG.log(Level.ERROR, "the configuration could not be read again", e);
            problems.problem(problem("could not be read again; the log says why"));
        }
        return new Reloaded.Refused(problems.sorted());
    }

    private Problem problem(String message) {
        return new Problem(options.config().toString(), 1, "config", message);
    }

    private static void tell(List<Problem> problems) {
        LOG.log(
                Level.WARNING,
                "the configuration is not taken over, and the one before goes on serving;"
                        + " problems: {0}",
                problems.size());
        problems.forEach(problem -> LOG.log(Level.WARNING, "{0}", problem));
    }

    /**
     * What operators should know about the last reload: nothing if it was applied. Omits the values
     * that a message may quote; those are in the log.
     */
    Map<String, String> note() {
        return refused.map(Reloads::note).orElse(Map.of());
    }

    private static Map<String, String> note(Refused refused) {
        Problem first = refused.problems().getFirst();
        String path = first.path().isEmpty() ? "" : ": " + first.path();
        return Map.of(
                "reload",
                "refused",
                "at",
                refused.at().toString(),
                "problems",
                String.valueOf(refused.problems().size()),
                "first",
                first.file() + ":" + first.line() + path);
    }

    /** Waits for a reload under way; a later one does nothing. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }
}
