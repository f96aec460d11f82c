package io.zaaky.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Processor time of a JVM's threads in nanoseconds, from {@code /proc/PID/task/TID/schedstat}, by
 * the purpose of the threads.
 */
final class ThreadClocks {
    /** The groups of threads that work on turns; in the order of the tables. */
    enum Group {
        CARRIERS("virtual threads", "ForkJoinPool"),
        STORE("store", "conversations-"),
        EMBEDDING("embedding", "onnx-"),
        COMPILERS("compilers", "C[12] Compiler"),
        COLLECTOR("collector", "G1 |GC Thread|VM Thread|Serial"),
        MAIN("main thread", "java$"),
        RECORDER("recorder", "JFR "),
        OTHERS("others", "");

        /** The groups that work on turns when nothing is recorded. */
        static final Set<Group> OF_TURNS = EnumSet.complementOf(EnumSet.of(MAIN, RECORDER));

        /** The groups that work on a start. */
        static final Set<Group> OF_STARTS = EnumSet.complementOf(EnumSet.of(RECORDER));

        final String title;
        private final Pattern names;

        /**
         * @param names the prefix of the names of its threads
         */
        Group(String title, String names) {
            this.title = title;
            this.names = Pattern.compile(names);
        }

        private static Group of(String thread) {
            for (Group group : values()) {
                if (group.names.matcher(thread).lookingAt()) {
                    return group;
                }
            }
            return OTHERS;
        }
    }

    private final long all;
    private final Map<Long, Long> byThread = new HashMap<>();
    private final Map<Long, String> names = new HashMap<>();

    private ThreadClocks(long all) {
        this.all = all;
    }

    /** All zero, as at the start of a process. */
    static ThreadClocks none() {
        return new ThreadClocks(0);
    }

    /** The times so far. */
    static ThreadClocks of(ProcessHandle process) throws IOException {
        var clocks = new ThreadClocks(CpuClock.of(process));
        try (DirectoryStream<Path> tasks =
                Files.newDirectoryStream(Path.of("/proc/" + process.pid() + "/task"))) {
            for (Path task : tasks) {
                clocks.read(task);
            }
        }
        return clocks;
    }

    private void read(Path task) throws IOException {
        long id = Long.parseLong(task.getFileName().toString());
        try {
            String times = Files.readString(task.resolve("schedstat"));
            names.put(id, Files.readString(task.resolve("comm")).strip());
            byThread.put(id, Long.parseLong(times.split(" ", 2)[0]));
        } catch (NoSuchFileException ended) {
            // the thread ended after it was listed
        }
    }

    /** The processor time of the whole process since {@code before}, including children. */
    long since(ThreadClocks before) {
        return all - before.all;
    }

    /**
     * The same by groups, in their order; {@code OTHERS} has the rest, including threads that have
     * ended.
     */
    Map<Group, Long> groupsSince(ThreadClocks before) {
        Map<Group, Long> groups = new LinkedHashMap<>();
        for (Group group : Group.values()) {
            groups.put(group, 0L);
        }
        byThread.forEach(
                (id, time) ->
                        groups.merge(
                                Group.of(names.getOrDefault(id, "")),
                                time - before.byThread.getOrDefault(id, 0L),
                                Long::sum));
        long known = groups.values().stream().mapToLong(Long::longValue).sum();
        groups.merge(Group.OTHERS, since(before) - known, Long::sum);
        return groups;
    }
}
