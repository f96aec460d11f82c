package io.zaaky.ingestion;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts the program that reads documents.
 *
 * @param classPath its jars, which are not on this process's own class path
 * @param main its main class
 */
public record ParserProgram(String classPath, String main) {
    private static final String MISSING =
            "No document can be read: the program that reads documents does not start.";

    private static final String MAIN = "io.zaaky.document.parser.Worker";
    private static final List<String> OPTIONS =
            List.of(
                    "-Xss512k",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+ExitOnOutOfMemoryError",
                    "-XX:+DisplayVMOutputToStderr",
                    "-XX:-UsePerfData",
                    "-Xlog:disable",
                    "-Djava.awt.headless=true",
                    "-Djavax.xml.accessExternalDTD=",
                    "-Djavax.xml.accessExternalSchema=",
                    "-Djavax.xml.accessExternalStylesheet=",
                    "-Dlog4j2.loggerContextFactory="
                            + "org.apache.logging.log4j.simple.SimpleLoggerContextFactory",
                    "-Dorg.apache.logging.log4j.simplelog.level=OFF"); // nobody reads the log

    /**
     * The program next to the library folder that contains this class: {@code lib/} and {@code
     * parser/} are siblings. If there is no such folder, as in tests, this process's own class path
     * is used.
     */
    public static ParserProgram installed() {
        return new ParserProgram(found(), MAIN);
    }

    private static String found() {
        CodeSource source = ParserProgram.class.getProtectionDomain().getCodeSource();
        try {
            Path jar = source == null ? Path.of("") : Path.of(source.getLocation().toURI());
            Path folder = jar.resolveSibling("..").resolve("parser").normalize();
            if (Files.isRegularFile(jar) && Files.isDirectory(folder)) {
                return folder + File.separator + "*";
            }
        } catch (URISyntaxException | IllegalArgumentException e) {
            // the class does not come from a file
        }
        return System.getProperty("java.class.path", "");
    }

    /** The failure of every document if there is no program. */
    static UnreadableDocumentException missing() {
        return new UnreadableDocumentException(MISSING);
    }

    /**
     * Starts the program with an empty environment, in its own folder.
     *
     * @param megabytes the size of its heap
     * @throws IOException if there is no program or no room for another process
     */
    RunningParser start(int megabytes) throws IOException {
        Path folder = Files.createTempDirectory("zaaky-parser");
        List<String> command = new ArrayList<>(givingWay());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        command.add("-Xmx" + megabytes + "m");
        command.add("-Djava.io.tmpdir=" + folder);
        command.add("-Duser.home=" + folder);
        command.add("-cp");
        command.add(classPath);
        command.add(main);
        var builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        try {
            return new RunningParser(builder.start(), folder);
        } catch (IOException e) {
            Files.deleteIfExists(folder);
            throw e;
        }
    }

    /**
     * The beginning of a command that runs at low priority. Source: nice(1), which replaces itself
     * with the command that it starts. It is used only on Linux.
     */
    private static List<String> givingWay() {
        Path nice = Path.of("/usr/bin/nice");
        return System.getProperty("os.name").equals("Linux") && Files.isExecutable(nice)
                ? List.of(nice.toString(), "-n", "10")
                : List.of();
    }
}
