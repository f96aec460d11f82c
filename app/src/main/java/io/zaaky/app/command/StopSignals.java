package io.zaaky.app.command;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;

/**
 * SIGTERM and SIGINT as a plain request to stop. A JVM's own shutdown hooks all run at once, and a
 * native library's hook would take the ground from under answers that are still being finished; so
 * the server is closed first and the JVM ends after it.
 *
 * <p>The JDK offers signals as {@code sun.misc.Signal} only, exported and documented, but with a
 * compiler warning that can't be switched off; hence by reflection.
 */
public final class StopSignals {
    private static final Logger LOG = System.getLogger(StopSignals.class.getName());

    private StopSignals() {}

    /**
     * From here on a signal interrupts {@code thread}, wherever it is.
     *
     * @param thread the one that starts the server and then waits
     */
    public static void interrupt(Thread thread) {
        InvocationHandler handler =
                (_, method, arguments) -> {
                    if (!method.getName().equals("handle")) {
                        return null;
                    }
                    if (String.valueOf(arguments[0]).equals("SIGHUP")) {
                        LOG.log(
                                Level.WARNING,
                                "SIGHUP: this version reads its configuration at start only;"
                                        + " restart it");
                    } else {
                        thread.interrupt();
                    }
                    return null;
                };
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> type = Class.forName("sun.misc.SignalHandler");
            Object proxy =
                    Proxy.newProxyInstance(
                            StopSignals.class.getClassLoader(), new Class<?>[] {type}, handler);
            for (String name : new String[] {"TERM", "INT"}) {
                Object one = signal.getConstructor(String.class).newInstance(name);
                signal.getMethod("handle", signal, type).invoke(null, one, proxy);
            }
            Object hangup = signal.getConstructor(String.class).newInstance("HUP");
            signal.getMethod("handle", signal, type).invoke(null, hangup, proxy);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JDK has no sun.misc.Signal", e);
        }
    }

    /** Waits until the process is asked to stop: never returns, and ends by the interrupt. */
    public static void await() throws InterruptedException {
        new CountDownLatch(1).await();
    }
}
