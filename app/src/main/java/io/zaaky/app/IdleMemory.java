package io.zaaky.app;

import com.sun.management.OperatingSystemMXBean;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Gives memory back when the server comes to rest. A collector keeps the heap as large as the last
 * load made it, and does not run again before something fills it; so this asks for one full
 * collection once no answer is under way and the processor has had next to nothing to do for a
 * while. How small the heap then gets is for Java's options to say.
 */
final class IdleMemory {
    private static final Logger LOG = System.getLogger(IdleMemory.class.getName());

    /** The server is at rest if it used less than a fiftieth of a core for so long. */
    static final Duration LOOK = Duration.ofSeconds(10);

    private static final int REST = 50;

    /** With less processor time than this since the last collection there is little to collect. */
    static final Duration WORK = Duration.ofSeconds(1);

    /** A heap with more than this takes too long: a question that comes meanwhile waits for it. */
    private static final long MOST_BYTES = 1L << 30;

    private final LongSupplier processor;
    private final BooleanSupplier idle;
    private final Runnable collect;
    private long lastLook;
    private long lastCollection;

    /**
     * Of this process.
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
     * @param processor what this process has used of the processor, in nanoseconds
     * @param idle whether a collection would be in nobody's way
     * @param collect collects and gives back
     */
    IdleMemory(LongSupplier processor, BooleanSupplier idle, Runnable collect) {
        this.processor = processor;
        this.idle = idle;
        this.collect = collect;
    }

    /** To be called every {@link #LOOK}, by one thread. */
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
