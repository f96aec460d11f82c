package io.zaaky.app.command;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;

/**
 * SIGTERM and SIGINT as a plain request to stop, and SIGHUP as one to read the configuration again.
 * A JVM's own shutdown hooks all run at once, and a native library's hook would take the ground
 * from under answers that are still being finished; so the server is closed first and the JVM ends
 * after it.
 *
 * <p>The JDK offers signals as {@code sun.misc.Signal} only, exported and documented, but with a
 * compiler warning that can't be switched off; hence by reflection.
 */
public final class StopSignals {
    private static final Logger LOG = System.getLogger(StopSignals.class.getName());
    private static final String HANGUP = "HUP";

    private StopSignals() {}

    /**
     * From here on the signals are taken.
     *
     * @param thread the one that starts the server and then waits; interrupted by a signal to stop,
     *     wherever it is
     * @param reload run for each SIGHUP, each time by a thread of its own
     */
    public static void listen(Thread thread, Runnable reload) {
        try {
            handle("TERM", thread::interrupt);
            handle("INT", thread::interrupt);
            if (!handle(HANGUP, reload)) {
                LOG.log(
                        Level.INFO,
                        "SIGHUP is ignored in this process, as nohup wants it: it will not read the"
                                + " configuration again");
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JDK has no sun.misc.Signal", e);
        }
    }

    /** Whether the signal will come; a process may have been started with it ignored. */
    private static boolean handle(String name, Runnable action)
            throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> type = Class.forName("sun.misc.SignalHandler");
        InvocationHandler handler =
                (_, method, _) -> {
                    if (method.getName().equals("handle")) {
                        action.run();
                    }
                    return null;
                };
        Object proxy =
                Proxy.newProxyInstance(
                        StopSignals.class.getClassLoader(), new Class<?>[] {type}, handler);
        Object one = signal.getConstructor(String.class).newInstance(name);
        Object before = signal.getMethod("handle", signal, type).invoke(null, one, proxy);
        return !type.getField("SIG_IGN").get(null).equals(before);
    }

    /** Waits until the process is asked to stop: never returns, and ends by the interrupt. */
    public static void await() throws InterruptedException {
        new CountDownLatch(1).await();
    }
}
