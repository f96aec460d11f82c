package io.zaaky.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The built product: its files, and commands that end by themselves. */
final class Product {
    /** The folder of the whole project. */
    static final Path HOME = Path.of("..").toAbsolutePath().normalize();

    private static final long LIMIT_SECONDS = 120;

    private Product() {}

    /**
     * What a command left behind.
     *
     * @param code the exit code
     */
    record Outcome(int code, String out, String err) {}

    /** A file that the build has made. */
    static Path built(String path) {
        Path file = HOME.resolve(path);
        if (!Files.isRegularFile(file)) {
            throw new AssertionError(file + " is not built: run mvn package in " + HOME);
        }
        return file;
    }

    /**
     * The words that start the product by the Java that runs this test.
     *
     * @param plugins the folder of third parties' jars; it may be missing
     */
    static List<String> commandLine(Path plugins, List<String> words) {
        var line = new ArrayList<String>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.add("-XX:+UseSerialGC");
        line.add("-XX:TieredStopAtLevel=1");
        line.add("-Dzaaky.home=" + HOME);
        line.add("-Dzaaky.plugins=" + plugins);
        line.add("-jar");
        line.add(built("app/target/zaaky-app-0.1.0.jar").toString());
        line.addAll(words);
        return line;
    }

    /** Runs a command to its end, without third parties' plugins. */
    static Outcome run(String... words) {
        return run(HOME.resolve("no-plugins"), words);
    }

    /** Runs a command to its end. */
    static Outcome run(Path plugins, String... words) {
        return run(plugins, Map.of(), words);
    }

    /** Runs a command to its end with these environment variables besides. */
    static Outcome run(Map<String, String> environment, String... words) {
        return run(HOME.resolve("no-plugins"), environment, words);
    }

    private static Outcome run(Path plugins, Map<String, String> environment, String... words) {
        try {
            Path out = Files.createTempFile("zaaky", ".out");
            Path err = Files.createTempFile("zaaky", ".err");
            try {
                var builder =
                        new ProcessBuilder(commandLine(plugins, List.of(words)))
                                .redirectOutput(out.toFile())
                                .redirectError(err.toFile());
                builder.environment().putAll(environment);
                Process process = builder.start();
                boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
                process.destroyForcibly().onExit().join();
                var outcome =
                        new Outcome(
                                process.exitValue(), Files.readString(out), Files.readString(err));
                if (!ended) {
                    throw new AssertionError(List.of(words) + " does not end: " + outcome);
                }
                return outcome;
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }
}
