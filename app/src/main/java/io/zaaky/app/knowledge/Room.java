package io.zaaky.app.knowledge;

/** Whether there is room for more documents. Safe to call from many threads. */
interface Room {
    /** There is, always. */
    Room ENDLESS =
            new Room() {
                @Override
                public void check() {}

                @Override
                public void take(String organisation, Kept before, Kept after, Runnable counted) {
                    counted.run();
                }
            };

    /**
     * Checks whether anything may be taken at all at the moment.
     *
     * @throws io.zaaky.spi.PluginException if the disk is nearly full
     */
    void check();

    /**
     * Takes a page.
     *
     * @param before what was kept of that page
     * @param after what is kept of it from now on
     * @param counted counts it; nobody else takes anything meanwhile
     * @throws QuotaExceededException if the organisation may keep no more
     */
    void take(String organisation, Kept before, Kept after, Runnable counted);
}
