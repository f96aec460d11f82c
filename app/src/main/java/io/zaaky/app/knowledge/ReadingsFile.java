package io.zaaky.app.knowledge;

import io.zaaky.ingestion.Reading;
import io.zaaky.ingestion.Readings;
import io.zaaky.spi.ChatbotKey;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The results of reading a chatbot's documents, in {@code knowledge/ORG/CHATBOT.read} of the data
 * directory: one per line; a document's last line counts. If the file is missing or damaged,
 * nothing is known, and the documents are read again. A successful result is removed from memory
 * once it has been returned and stays only in the file, so that memory holds only the documents
 * that could not be read.
 */
final class ReadingsFile implements Readings {
    private static final Logger LOG = System.getLogger(ReadingsFile.class.getName());
    private static final int MOST = 200_000; // documents; the oldest lines go first
    private static final int SPARE = 200; // outdated lines before the file is rewritten

    private final Path file;
    private final ReentrantLock lock = new ReentrantLock();
    private Optional<Map<String, Reading>> loaded = Optional.empty(); // guarded by the lock
    private boolean told; // whether a failure was logged; guarded by the lock

    /**
     * Does no I/O.
     *
     * @param data the data directory
     */
    ReadingsFile(ChatbotKey key, Path data) {
        this.file = data.resolve("knowledge").resolve(key.org()).resolve(key.chatbot() + ".read");
    }

    @Override
    public Optional<Reading> find(String id) {
        lock.lock();
        try {
            Optional<Reading> found = Optional.ofNullable(known().get(id));
            if (found.isPresent() && !isRefused(found.get())) {
                known().remove(id);
            }
            return found;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void put(String id, Reading reading) {
        lock.lock();
        try {
            if (isRefused(reading)) {
                known().put(id, reading);
            } else {
                known().remove(id);
            }
            append(line(id, reading), isRefused(reading));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void remove(String id) {
        lock.lock();
        try {
            known().remove(id);
            if (Files.exists(file)) {
                append(id + "\t\t\t\n", false);
            }
        } finally {
            lock.unlock();
        }
    }

    private static boolean isRefused(Reading reading) {
        return !reading.reason().isEmpty();
    }

    private static String line(String id, Reading reading) {
        String reason = reading.reason().replaceAll("\\s", " ");
        return String.join("\t", id, reading.fingerprint(), reading.hash(), reason) + "\n";
    }

    private Map<String, Reading> known() {
        if (loaded.isEmpty()) {
            loaded = Optional.of(load());
        }
        return loaded.get();
    }

    private Map<String, Reading> load() {
        Map<String, Reading> readings = new LinkedHashMap<>();
        if (!Files.exists(file)) {
            return readings;
        }
        try (Stream<String> lines = Files.lines(file)) {
            long count = lines.peek(line -> take(line, readings)).count();
            if (count > 2L * readings.size() + SPARE || isTorn()) {
                rewrite(readings);
            }
        } catch (IOException | UncheckedIOException e) {
            failed("read", e);
        }
        return readings;
    }

    private static void take(String line, Map<String, Reading> readings) {
        String[] parts = line.split("\t", -1);
        if (parts.length != 4) {
            return; // the rest of a line that was being written
        }
        readings.remove(parts[0]);
        if (!parts[1].isEmpty()) {
            readings.put(parts[0], new Reading(parts[1], parts[2], parts[3]));
        }
        if (readings.size() > MOST) {
            readings.remove(readings.keySet().iterator().next());
        }
    }

    /** Whether the process died while it wrote the last line. */
    private boolean isTorn() throws IOException {
        try (var in = Files.newByteChannel(file)) {
            long size = in.size();
            var last = java.nio.ByteBuffer.allocate(1);
            return size > 0 && in.position(size - 1).read(last) == 1 && last.get(0) != '\n';
        }
    }

    private void rewrite(Map<String, Reading> readings) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        String all =
                readings.entrySet().stream()
                        .map(each -> line(each.getKey(), each.getValue()))
                        .collect(Collectors.joining());
        write(fresh, all, false, true);
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void append(String line, boolean durably) {
        try {
            Files.createDirectories(file.getParent());
            write(file, line, true, durably);
        } catch (IOException e) {
            failed("written", e);
        }
    }

    private static void write(Path to, String text, boolean append, boolean durably)
            throws IOException {
        try (var out = new FileOutputStream(to.toFile(), append)) { // an interrupt closes a channel
            out.write(text.getBytes(StandardCharsets.UTF_8));
            if (durably) {
                out.getFD().sync();
            }
        }
    }

    private void failed(String what, Exception e) {
        if (!told) {
            told = true;
            LOG.log(
                    Level.WARNING,
                    "{0} cannot be {1}, so documents may be read again at the next start: {2}",
                    file,
                    what,
                    e.toString());
        }
    }
}
