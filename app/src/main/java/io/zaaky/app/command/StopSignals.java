package io.zaaky.app.command;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;

/**
 * Turns SIGTERM and SIGINT into a plain request to stop, and SIGHUP into a request to read the
 * configuration again. A JVM's own shutdown hooks all run at once, and a native library's hook
 * would release what answers in progress still use. The server is therefore closed first, and the
 * JVM ends after it.
 *
 * <p>The JDK offers signals only as {@code sun.misc.Signal}, which is exported and documented but
 * causes a compiler warning that cannot be switched off; hence the reflection.
 */
public final class StopSignals {
    private static final Logger LOG = System.getLogger(StopSignals.class.getName());
    private static final String HANGUP = "HUP";

    private StopSignals() {}

    /**
     * Starts handling the signals.
     *
     * @param thread the one that starts the server and then waits; a stop signal interrupts it
     *     wherever it is
     * @param reload run for each SIGHUP, each time on a separate thread
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

    /** Whether the signal can arrive; a process may have been started with it ignored. */
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

    /** Waits until the process is asked to stop: never returns normally; the interrupt ends it. */
    public static void await() throws InterruptedException {
        new CountDownLatch(1).await();
    }
}
