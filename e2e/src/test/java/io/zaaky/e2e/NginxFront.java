package io.zaaky.e2e;

import io.zaaky.testkit.Services;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The real nginx with the configuration that the repository ships; only names, ports and paths are
 * replaced, and what a test changes on purpose.
 */
final class NginxFront implements AutoCloseable {
    private static final Path SHIPPED = Path.of("..", "nginx").toAbsolutePath().normalize();
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final int TRIES = 10;

    private final Path folder;
    private final Process process;
    private int plainPort;
    private int tlsPort;
    private final NginxCertificate certificate;

    /**
     * Starts nginx and waits until it listens.
     *
     * @param folder for everything that nginx writes
     * @param change the test's own change to the configuration
     */
    NginxFront(Path folder, int upstreamPort, UnaryOperator<String> change) {
        this.folder = folder;
        this.certificate = NginxCertificate.writeTo(folder);
        Optional<Process> started = Optional.empty();
        for (int i = 0; started.isEmpty(); i++) {
            started = start(upstreamPort, change);
            if (started.isEmpty() && (i == TRIES || !logs().contains("Address already in use"))) {
                throw new AssertionError("nginx did not start:\n" + logs());
            }
        }
        process = started.get();
    }

    /** Another program may take a free port before nginx does; empty then. */
    private Optional<Process> start(int upstreamPort, UnaryOperator<String> change) {
        plainPort = freePort();
        tlsPort = freePort();
        try {
            Files.writeString(folder.resolve("zaaky.conf"), change.apply(shipped(upstreamPort)));
            Files.writeString(folder.resolve("nginx.conf"), main());
            Process nginx =
                    new ProcessBuilder(
                                    List.of(
                                            Services.nginx().toString(),
                                            "-p",
                                            folder.toString(),
                                            "-c",
                                            "nginx.conf",
                                            "-g",
                                            "daemon off;"))
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("output.log").toFile())
                            .start();
            return isListening(nginx) ? Optional.of(nginx) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI tls(String target) {
        return URI.create("https://localhost:" + tlsPort + target);
    }

    URI plain(String target) {
        return URI.create("http://localhost:" + plainPort + target);
    }

    int tlsPort() {
        return tlsPort;
    }

    NginxCertificate certificate() {
        return certificate;
    }

    /** All that nginx has written: logs and output. */
    String logs() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .map(NginxFront::read)
                    .collect(Collectors.joining());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends nginx; its logs are complete then. */
    void quit() {
        process.destroy();
        process.onExit().join();
    }

    private String shipped(int upstreamPort) {
        return read(SHIPPED.resolve("zaaky.conf"))
                .replaceAll("(?m)^ *listen \\[::].*\n", "")
                .replace("listen 80", "listen 127.0.0.1:" + plainPort)
                .replace("listen 443", "listen 127.0.0.1:" + tlsPort)
                .replace("127.0.0.1:8001", "127.0.0.1:" + upstreamPort)
                .replace("chat.example.org", "localhost")
                .replace("/etc/ssl/zaaky", folder.toString())
                .replace("/var/log/nginx", folder.toString())
                .replace("/etc/nginx/zaaky", SHIPPED.toString());
    }

    private String main() {
        String user = "root".equals(System.getProperty("user.name")) ? "user root;" : "";
        String temporary =
                Stream.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
                        .map(name -> name + "_temp_path " + folder.resolve(name) + ";")
                        .collect(Collectors.joining("\n"));
        return """
        %s
        worker_processes 1;
        pid %s;
        error_log %s;
        events { worker_connections 256; }
        http {
        %s
        include %s;
        }
        """
                .formatted(
                        user,
                        folder.resolve("nginx.pid"),
                        folder.resolve("main.log"),
                        temporary,
                        folder.resolve("zaaky.conf"));
    }

    /** Waits until it listens or has ended. It writes its id once the ports are its own. */
    private boolean isListening(Process nginx) {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        try {
            boolean ended = false;
            while (!ended && Files.notExists(folder.resolve("nginx.pid"))) {
                ended = nginx.waitFor(20, TimeUnit.MILLISECONDS);
                if (System.nanoTime() > deadline) {
                    nginx.destroy();
                    throw new AssertionError("nginx does not get ready:\n" + logs());
                }
            }
            return !ended;
        } catch (InterruptedException e) {
            nginx.destroy();
            throw new AssertionError("interrupted while nginx started", e);
        }
    }

    private static int freePort() {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        quit();
    }
}
