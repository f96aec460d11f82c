package io.zaaky.app;

import com.sun.management.OperatingSystemMXBean;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Gives memory back when the server becomes idle. A collector keeps the heap as large as the last
 * load made it, and does not run again until the heap fills up. This class therefore requests one
 * full collection once no answer is under way and the processor has been almost idle for a while.
 * Java's options decide how small the heap then gets.
 */
final class IdleMemory {
    private static final Logger LOG = System.getLogger(IdleMemory.class.getName());

    /** The server is idle if it used less than a fiftieth of a core for this long. */
    static final Duration LOOK = Duration.ofSeconds(10);

    private static final int REST = 50;

    /** With less processor time than this since the last collection, there is little to collect. */
    static final Duration WORK = Duration.ofSeconds(1);

    /** A larger heap takes too long to collect: a question that arrives meanwhile would wait. */
    private static final long MOST_BYTES = 1L << 30;

    private final LongSupplier processor;
    private final BooleanSupplier idle;
    private final Runnable collect;
    private long lastLook;
    private long lastCollection;

    /**
     * For this process.
     *
     * @param idle whether no answer is under way
     */
    static IdleMemory ofThisProcess(BooleanSupplier idle) {
        var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        Runtime runtime = Runtime.getRuntime();
        return new IdleMemory(
                system::getProcessCpuTime,
                () ->
                        idle.getAsBoolean()
                                && runtime.totalMemory() - runtime.freeMemory() < MOST_BYTES,
                System::gc);
    }

    /**
     * @param processor the processor time that this process has used, in nanoseconds
     * @param idle whether a collection would disturb nobody
     * @param collect collects, and gives memory back
     */
    IdleMemory(LongSupplier processor, BooleanSupplier idle, Runnable collect) {
        this.processor = processor;
        this.idle = idle;
        this.collect = collect;
    }

    /** Checks for idleness. Call it every {@link #LOOK}, on one thread. */
    void look() {
        long used = processor.getAsLong();
        boolean resting = used - lastLook < LOOK.toNanos() / REST;
        if (resting && used - lastCollection >= WORK.toNanos() && idle.getAsBoolean()) {
            collect.run();
            used = processor.getAsLong();
            lastCollection = used;
            LOG.log(Level.DEBUG, "at rest: memory given back");
        }
        lastLook = used;
    }
}
