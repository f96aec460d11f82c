package io.zaaky.conversation;

/** Where work on the database is done, while the caller waits. */
interface Lane extends AutoCloseable {

    /**
     * Does {@code work} in a transaction and returns after its commit.
     *
     * @throws io.zaaky.spi.PluginException see {@link Job#await}
     */
    <T> T run(Tenancy tenancy, Work<T> work);

    /** Waits for what has been begun. */
    @Override
    void close();
}
