package io.zaaky.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The product, serving in a process of its own on free ports. */
final class ZaakyProcess implements AutoCloseable {
    private static final long START_SECONDS = 120;
    private static final long STOP_SECONDS = 60;
    private static final Pattern READY =
            Pattern.compile("Zaaky is ready: (http://\\S+) \\(management (http://\\S+)\\)");

    private final Process process;
    private final Queue<String> out = new ConcurrentLinkedQueue<>();
    private final Queue<String> err = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Matcher> ready = new CompletableFuture<>();
    private final List<Thread> readers;
    private final URI address;
    private final URI management;

    private ZaakyProcess(
            Path plugins, Path config, Path data, int port, Map<String, String> environment) {
        List<String> words =
                List.of(
                        "serve",
                        "--config",
                        config.toString(),
                        "--data",
                        data.toString(),
                        "--port",
                        Integer.toString(port),
                        "--management-port",
                        "0");
        try {
            var builder = new ProcessBuilder(Product.commandLine(plugins, words));
            builder.environment().putAll(environment);
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        readers =
                List.of(
                        reader(() -> read(process.getInputStream(), this::printed)),
                        reader(() -> read(process.getErrorStream(), err::add)));
        var _ =
                process.onExit()
                        .thenRun(
                                () -> ready.completeExceptionally(new IOException("it has ended")));
        Matcher line = awaitReady();
        address = URI.create(line.group(1));
        management = URI.create(line.group(2));
    }

    /** Starts the product and waits until it is ready. */
    static ZaakyProcess serve(Path config, Path data) {
        return serveAt(0, config, data);
    }

    /** The same on that port, which an earlier one has left. */
    static ZaakyProcess serveAt(int port, Path config, Path data) {
        return new ZaakyProcess(Product.HOME.resolve("no-plugins"), config, data, port, Map.of());
    }

    /** Starts the product with these environment variables besides. */
    static ZaakyProcess serve(Path config, Path data, Map<String, String> environment) {
        return new ZaakyProcess(Product.HOME.resolve("no-plugins"), config, data, 0, environment);
    }

    /** The same with a folder of third parties' plugins. */
    static ZaakyProcess serve(Path config, Path data, Path plugins) {
        return new ZaakyProcess(plugins, config, data, 0, Map.of());
    }

    private Matcher awaitReady() {
        try {
            return ready.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly().onExit().join();
            throw new AssertionError("Zaaky did not start: " + everything(), e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new AssertionError("interrupted while Zaaky started", e);
        }
    }

    private void printed(String line) {
        out.add(line);
        Matcher matcher = READY.matcher(line);
        if (matcher.matches()) {
            ready.complete(matcher);
        }
    }

    /** No virtual threads: a read from a pipe keeps its carrier, and there may be only two. */
    private static Thread reader(Runnable read) {
        return Thread.ofPlatform().daemon().name("zaaky-output").start(read);
    }

    private void read(InputStream from, Consumer<String> into) {
        try (var lines = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                into.accept(line);
            }
        } catch (IOException e) {
            into.accept("(broken: " + e + ")");
        }
    }

    /** An address on the public port. */
    URI at(String target) {
        return address.resolve(target);
    }

    /** An address on the management port. */
    URI management(String target) {
        return management.resolve(target);
    }

    long pid() {
        return process.pid();
    }

    /** What it has logged until now. */
    String log() {
        return String.join("\n", err);
    }

    private String everything() {
        return "\nstdout:\n" + String.join("\n", out) + "\nstderr:\n" + log();
    }

    /** Asks it to read its configuration again, as an operator does, and returns at once. */
    void hangUp() {
        run("kill", "-HUP", Long.toString(process.pid()));
    }

    private static void run(String... command) {
        try {
            assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    /**
     * Limits how many bytes its files may have from now on: with {@code "0"} as on a full disk,
     * with {@code "unlimited"} as before. Linux only.
     */
    void limitFiles(String bytes) {
        run("prlimit", "--pid", Long.toString(process.pid()), "--fsize=" + bytes + ":");
    }

    /** Asks it to stop, as an operator does, and returns at once. */
    void terminate() {
        process.destroy();
    }

    /** Asks it to stop, waits, and expects that it ends in order; its log is complete then. */
    void stop() {
        terminate();
        awaitEnd();
    }

    /** Waits, and expects that it ends in order; its log is complete then. */
    void awaitEnd() {
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("Zaaky does not end on SIGTERM: " + everything());
            }
            for (Thread reader : readers) {
                reader.join();
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while Zaaky stopped", e);
        }
        assertEquals(0, process.exitValue(), this::everything);
    }

    /** Ends it by SIGKILL, and returns when it is gone. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Kills it if it still runs. */
    @Override
    public void close() {
        kill();
    }
}
