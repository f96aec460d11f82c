package io.zaaky.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The most that a server and the processes it started have had in memory, each by itself. */
final class Peak {
    private final ProcessHandle main;
    private final Map<String, Long> most = new TreeMap<>();

    Peak(ProcessHandle main) {
        this.main = main;
    }

    /** Looks at those that are there now; the kernel keeps the most that each of them has had. */
    void look() {
        look("server", main);
        main.descendants().forEach(child -> look("parser", child));
    }

    private void look(String name, ProcessHandle process) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
            lines.filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .forEach(kib -> most.merge(name, kib, Math::max));
        } catch (NoSuchFileException ended) {
            // it is one that reads a document, and is through
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        var text = new StringBuilder("Most in memory (resident):");
        most.forEach((name, kib) -> text.append(" %s %d MiB,".formatted(name, kib / 1024)));
        return text.substring(0, text.length() - 1) + ".";
    }
}
