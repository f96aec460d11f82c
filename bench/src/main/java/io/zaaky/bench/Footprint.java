package io.zaaky.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The memory that a relay's processes hold at one moment.
 *
 * @param resident the bytes in RAM; pages shared between its processes count once
 * @param heap the bytes of live objects after a full collection; 0 if it is not a JVM
 * @param threads the threads of the operating system; virtual threads are objects in the heap
 */
record Footprint(long resident, long heap, long threads) {

    /**
     * Collects a JVM's garbage first, which takes a while and disturbs everything that is running.
     */
    static Footprint of(ServerProcess server) throws IOException, InterruptedException {
        ProcessHandle main = server.handle();
        long heap = liveHeap(main.pid());
        long resident = 0;
        long threads = 0;
        for (ProcessHandle process : Stream.concat(Stream.of(main), main.descendants()).toList()) {
            resident += field(process.pid(), "smaps_rollup", "Pss:") * 1024;
            threads += field(process.pid(), "status", "Threads:");
        }
        return new Footprint(resident, heap, threads);
    }

    /**
     * The last line of a class histogram, which counts live objects only: {@code Total N BYTES}.
     */
    private static long liveHeap(long pid) throws IOException, InterruptedException {
        if (!Files.readString(Path.of("/proc/" + pid + "/cmdline")).contains("java")) {
            return 0;
        }
        // Collects twice: the first collection may leave objects that only a cleaner releases.
        var _ = Jcmd.run(pid, "GC.run");
        List<String> lines = Jcmd.run(pid, "GC.class_histogram");
        String[] total = lines.getLast().strip().split(" +", -1);
        if (!total[0].equals("Total")) {
            throw new IOException("jcmd said " + lines.getLast());
        }
        return Long.parseLong(total[2]);
    }

    private static long field(long pid, String file, String name) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/" + file))) {
            return lines.filter(line -> line.startsWith(name))
                    .findFirst()
                    .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .orElse(0L);
        } catch (NoSuchFileException ended) {
            return 0;
        }
    }
}
