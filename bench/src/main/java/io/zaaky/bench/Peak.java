package io.zaaky.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The peak memory of a server and of each process that it started. */
final class Peak {
    private final ProcessHandle main;
    private final Map<String, Long> most = new TreeMap<>();

    Peak(ProcessHandle main) {
        this.main = main;
    }

    /** Reads the peaks of the processes that run now; the kernel tracks the peak of each. */
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
            // a process that reads documents, and has ended
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
