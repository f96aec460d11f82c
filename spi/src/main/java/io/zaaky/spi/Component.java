package io.zaaky.spi;

/** A long-lived part made by a {@link PluginProvider}. Safe to call from many threads. */
public interface Component extends AutoCloseable {

    /**
     * Asks whether the backend behind this component answers, within a few seconds. Called from
     * health checks, never on a question's way.
     *
     * @throws PluginException if it does not; the message says what to do
     */
    default void check() {}

    /**
     * Frees what the component holds. Called once, after the last call has returned; a call after
     * that may fail.
     */
    @Override
    default void close() {}
}
