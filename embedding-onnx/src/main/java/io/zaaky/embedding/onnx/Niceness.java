package io.zaaky.embedding.onnx;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.System.Logger.Level;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/**
 * Makes a thread yield to all other threads of the process. Java's own thread priorities have no
 * effect on Linux with Java's default options.
 *
 * <p>Source: setpriority(2), which on Linux affects only the calling thread if none is named. On
 * other systems it would affect the process, so nothing is done there.
 */
final class Niceness {
    private static final System.Logger LOG = System.getLogger(Niceness.class.getName());
    private static final int PRIO_PROCESS = 0;
    private static final int CALLER = 0;

    /**
     * Leaves about a tenth of the processor's time when a thread of normal priority wants all of
     * it.
     */
    private static final int NICE = 10;

    private Niceness() {}

    /** The same work, preceded by lowering the priority of its thread. */
    static Runnable of(Runnable work) {
        return () -> {
            giveWay();
            work.run();
        };
    }

    @SuppressWarnings("restricted") // the launcher allows native access
    private static void giveWay() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return;
        }
        try {
            Linker linker = Linker.nativeLinker();
            MethodHandle setpriority =
                    linker.downcallHandle(
                            linker.defaultLookup().findOrThrow("setpriority"),
                            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
            int result = (int) setpriority.invokeExact(PRIO_PROCESS, CALLER, NICE);
            if (result != 0) {
                LOG.log(
                        Level.DEBUG,
                        "setpriority failed; documents are embedded at usual priority");
            }
        } catch (Throwable e) { // a method handle may throw anything; the work is done all the same
            LOG.log(Level.DEBUG, "documents are embedded at usual priority", e);
        }
    }
}
