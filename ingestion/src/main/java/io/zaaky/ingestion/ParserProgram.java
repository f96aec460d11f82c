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
 * How the program that reads documents is started.
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
                    "-Dorg.apache.logging.log4j.simplelog.level=OFF"); // nobody reads it

    /**
     * The program beside the library folder that this class lies in: {@code lib/} and {@code
     * parser/} are neighbours. Where there is none, as in tests, this process's own class path.
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
            // not from a file
        }
        return System.getProperty("java.class.path", "");
    }

    /** What is said of each document where there is no program. */
    static UnreadableDocumentException missing() {
        return new UnreadableDocumentException(MISSING);
    }

    /**
     * Starts it, with nothing of this process's environment, in a folder of its own.
     *
     * @param megabytes of heap
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
     * Begins a command that leaves the processor to all processes of usual priority. Source:
     * nice(1), which becomes the command that it begins; elsewhere it is not counted on.
     */
    private static List<String> givingWay() {
        Path nice = Path.of("/usr/bin/nice");
        return System.getProperty("os.name").equals("Linux") && Files.isExecutable(nice)
                ? List.of(nice.toString(), "-n", "10")
                : List.of();
    }
}
