package io.zaaky.spi;

/** A long-lived part created by a {@link PluginProvider}. Safe to call from many threads. */
public interface Component extends AutoCloseable {

    /**
     * Checks within a few seconds whether the backend of this component answers. Called from health
     * checks, never while a question is being answered.
     *
     * @throws PluginException if the backend does not answer; the message says what to do
     */
    default void check() {}

    /**
     * Releases the component's resources. Called once, after the last call has returned; later
     * calls may fail.
     */
    @Override
    default void close() {}
}
