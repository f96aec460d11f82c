package io.zaaky.app.http;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.DoubleSupplier;

/**
 * The share of the available cores that this process has used since the last call, 0 to 1. The load
 * of other processes does not count: otherwise a busy language model on the same machine would
 * needlessly limit questions that only wait for an embedding server elsewhere. Safe to call from
 * many threads.
 */
final class CpuLoad implements DoubleSupplier {
    private final OperatingSystemMXBean system =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final int cores = Runtime.getRuntime().availableProcessors();
    private long at = System.nanoTime();
    private long used = system.getProcessCpuTime();

    @Override
    public synchronized double getAsDouble() {
        long now = System.nanoTime();
        long usedNow = system.getProcessCpuTime();
        double own = (usedNow - used) / (double) Math.max(1, now - at) / cores;
        at = now;
        used = usedNow;
        return Math.clamp(own, 0, 1);
    }
}
