package io.zaaky.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The relays of one report, all running, each in its own folder; and the model server. */
final class Targets implements AutoCloseable {
    private final Upstream upstream;
    private final List<Target> all = new ArrayList<>();

    private Targets(Upstream upstream) {
        this.upstream = upstream;
    }

    /**
     * Starts the relays.
     *
     * @param names any of {@code none nginx bare zaaky grounded}
     */
    static Targets start(List<String> names) throws IOException, InterruptedException {
        var targets = new Targets(Upstream.start());
        try {
            targets.startAll(names);
            return targets;
        } catch (IOException | InterruptedException | RuntimeException e) {
            targets.close();
            throw e;
        }
    }

    private void startAll(List<String> names) throws IOException, InterruptedException {
        Path work = Files.createTempDirectory("zaaky-bench");
        for (String name : names) {
            Path folder = Files.createDirectories(work.resolve(name));
            all.add(start(name, folder, upstream.port()));
        }
    }

    private static Target start(String name, Path folder, int port)
            throws IOException, InterruptedException {
        return switch (name) {
            case "none" -> Target.direct(port);
            case "nginx" -> Nginx.start(folder, port);
            case "bare" -> BareRelay.start(folder, port);
            case "zaaky" -> Zaaky.start(folder, port);
            case "grounded" -> Zaaky.startGrounded(folder, port);
            default ->
                    throw new IllegalArgumentException(
                            "no relay '" + name + "'; there are: none nginx bare zaaky grounded");
        };
    }

    List<Target> all() {
        return all;
    }

    Upstream upstream() {
        return upstream;
    }

    /** Puts {@code load} on {@code target}. */
    Run run(Target target, Load load) throws IOException {
        return Visitors.run(target, upstream, load);
    }

    @Override
    public void close() throws IOException {
        all.forEach(Target::close);
        upstream.close();
    }
}
