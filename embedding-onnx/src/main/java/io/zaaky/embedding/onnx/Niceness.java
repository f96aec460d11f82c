package io.zaaky.embedding.onnx;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.System.Logger.Level;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/**
 * Lets a thread give way to all others of the process. Java's own priorities of threads mean
 * nothing to Linux as Java starts there.
 *
 * <p>Source: setpriority(2), which on Linux is about the calling thread alone if it names none;
 * elsewhere it would be about the process, so nothing is done there.
 */
final class Niceness {
    private static final System.Logger LOG = System.getLogger(Niceness.class.getName());
    private static final int PRIO_PROCESS = 0;
    private static final int CALLER = 0;

    /** A tenth of the processor's time where a thread of usual priority wants all of it. */
    private static final int NICE = 10;

    private Niceness() {}

    /** The same work, on a thread that gives way from its start. */
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
        } catch (Throwable e) { // what a method handle may throw; the work is done all the same
            LOG.log(Level.DEBUG, "documents are embedded at usual priority", e);
        }
    }
}
