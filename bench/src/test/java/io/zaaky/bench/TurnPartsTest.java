package io.zaaky.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.bench.ThreadClocks.Group;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clocks and the recorder look at this process, which works meanwhile. */
class TurnPartsTest {
    private static final long WORK = 300_000_000;

    @Test
    void theGroupsOfThreadsAddUpToTheProcess() throws IOException {
        ProcessHandle self = ProcessHandle.current();
        ThreadClocks before = ThreadClocks.of(self);
        work();
        ThreadClocks after = ThreadClocks.of(self);
        Map<Group, Long> groups = after.groupsSince(before);
        long sum = groups.values().stream().mapToLong(Long::longValue).sum();
        assertEquals(after.since(before), sum, groups::toString);
        assertTrue(groups.getOrDefault(Group.MAIN, 0L) >= WORK / 2, groups::toString);
    }

    @Test
    void whatIsRecordedStandsInTheParts(@TempDir Path folder)
            throws IOException, InterruptedException {
        ProcessHandle self = ProcessHandle.current();
        FlightRecording recording = FlightRecording.start(self, folder);
        ThreadClocks before = ThreadClocks.of(self);
        work();
        Map<Group, Long> groups = ThreadClocks.of(self).groupsSince(before);
        TurnParts parts = TurnParts.read(recording.stop(), 1, groups);
        assertTrue(parts.sampled() >= WORK / 2, parts::toString);
        assertTrue(parts.toString().contains("| threads and the rest |"), parts::toString);
    }

    /** Uses the processor for a while, on this thread: others, as compilers, may do so too. */
    private static void work() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long end = threads.getCurrentThreadCpuTime() + WORK;
        while (threads.getCurrentThreadCpuTime() < end) {
            Thread.onSpinWait();
        }
    }
}
