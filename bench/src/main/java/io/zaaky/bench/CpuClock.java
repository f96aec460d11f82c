package io.zaaky.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Processor time of processes in nanoseconds, over all threads, including those that have ended. It
 * is the sum of utime and stime of {@code /proc/PID/stat}, which is rounded to hundredths of a
 * second: too coarse for a single stream. Linux only.
 */
final class CpuClock {
    /**
     * {@code clock_gettime(3)}; a process's clock has the number of {@code clock_getcpuclockid}.
     */
    private static final MethodHandle CLOCK_GETTIME = clockGettime();

    private static final int SCHED_CLOCK = 2;

    private CpuClock() {}

    @SuppressWarnings("restricted")
    private static MethodHandle clockGettime() {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("clock_gettime"),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
    }

    /** The time of {@code process} and all its running children. */
    static long of(ProcessHandle process) {
        return of(process.pid()) + process.descendants().mapToLong(child -> of(child.pid())).sum();
    }

    static long ofThisProcess() {
        return of(ProcessHandle.current().pid());
    }

    /**
     * The time of all cores that are neither idle nor waiting for a disk, to a hundredth of a
     * second.
     */
    static long ofTheMachine() {
        try (BufferedReader stat = Files.newBufferedReader(Path.of("/proc/stat"))) {
            String[] fields = String.valueOf(stat.readLine()).split(" +", -1);
            long ticks = 0;
            for (int i = 1; i <= 8; i++) {
                ticks += i == 4 || i == 5 ? 0 : Long.parseLong(fields[i]);
            }
            return ticks * 10_000_000L;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long of(long pid) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment time = arena.allocate(16, 8);
            int clock = (int) (~pid << 3 | SCHED_CLOCK);
            int result = (int) CLOCK_GETTIME.invokeExact(clock, time);
            if (result != 0) {
                throw new IllegalStateException("process " + pid + " has no clock: did it end?");
            }
            return time.get(ValueLayout.JAVA_LONG, 0) * 1_000_000_000L
                    + time.get(ValueLayout.JAVA_LONG, 8);
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("clock_gettime can't be called", e);
        }
    }
}
