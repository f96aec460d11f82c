package io.zaaky.app.http;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.DoubleSupplier;

/**
 * The share of the processor in use since the last call, 0 to 1: by this process of the cores that
 * it may use, or by all programs of all cores, whichever is more. For one thread at a time.
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
        double all = system.getCpuLoad(); // negative where the system does not tell
        return Math.clamp(Math.max(own, all), 0, 1);
    }
}
