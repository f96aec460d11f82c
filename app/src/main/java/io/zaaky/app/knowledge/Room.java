package io.zaaky.app.knowledge;

/** Whether more documents fit. Safe to call from many threads. */
interface Room {
    /** Unlimited room. */
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
     * Checks whether anything may currently be accepted at all.
     *
     * @throws io.zaaky.spi.PluginException if the disk is nearly full
     */
    void check();

    /**
     * Accepts a web page.
     *
     * @param before what was stored of that page
     * @param after what is stored of it from now on
     * @param counted updates the count; nothing else is accepted in the meantime
     * @throws QuotaExceededException if the organisation may store no more
     */
    void take(String organisation, Kept before, Kept after, Runnable counted);
}
