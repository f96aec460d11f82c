package io.zaaky.conversation;

/** Runs work on the database while the caller waits. */
interface Lane extends AutoCloseable {

    /**
     * Runs {@code work} in a transaction and returns after its commit.
     *
     * @throws io.zaaky.spi.PluginException see {@link Job#await}
     */
    <T> T run(Tenancy tenancy, Work<T> work);

    /** Waits for work that has begun. */
    @Override
    void close();
}
