package io.zaaky.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server that the rig starts and that ends with the rig. */
final class ServerProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Process process;
    private final Path log;
    private final long started = System.nanoTime();
    private final CompletableFuture<Ready> ready = new CompletableFuture<>();

    /**
     * @param line the match of the pattern
     * @param nanos the time from the start of the process to its line
     */
    record Ready(Matcher line, long nanos) {}

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts {@code command}; standard error goes to the file {@code log}.
     *
     * @param readyLine matches the line of standard output that the server prints once it listens
     */
    static ServerProcess start(List<String> command, Path log, Pattern readyLine)
            throws IOException {
        Process process =
                new ProcessBuilder(new ArrayList<>(command)).redirectError(log.toFile()).start();
        var server = new ServerProcess(process, log);
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        // Not a virtual thread: a read from a pipe pins its carrier, and the rig has only one.
        Thread.ofPlatform().daemon().start(() -> server.readOutput(readyLine));
        return server;
    }

    private void readOutput(Pattern readyLine) {
        var said = new StringBuilder();
        try (BufferedReader out = process.inputReader()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                said.append(ready.isDone() ? "" : line + "\n");
                Matcher matcher = readyLine.matcher(line);
                if (matcher.find()) {
                    ready.complete(new Ready(matcher, System.nanoTime() - started));
                }
            }
            ready.completeExceptionally(new IOException("it ended; it said: " + said));
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
    }

    /** Waits for the ready line. */
    Ready awaitReady() throws InterruptedException {
        try {
            return ready.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            close();
            throw new IllegalStateException("a server did not get ready; its log: " + log, e);
        }
    }

    /** Waits until something listens on {@code port}, for a server that prints no line. */
    void awaitPort(int port) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline && process.isAlive()) {
            try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException notYet) {
                LockSupport.parkNanos(10_000_000);
            }
        }
        close();
        throw new IllegalStateException("nothing listens on port " + port + "; its log: " + log);
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
