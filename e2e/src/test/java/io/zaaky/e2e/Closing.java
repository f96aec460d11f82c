package io.zaaky.e2e;

/** The end of a test whose beginning may have failed half-way. */
final class Closing {
    private Closing() {}

    /**
     * Closes all of them in order, even if one of them fails.
     *
     * @param parts null where the beginning did not come to it
     * @throws AssertionError with each failure as a suppressed exception
     */
    static void all(AutoCloseable... parts) {
        var failure = new AssertionError("not everything could be closed");
        for (AutoCloseable part : parts) {
            try {
                if (part != null) {
                    part.close();
                }
            } catch (Exception | AssertionError e) {
                failure.addSuppressed(e);
            }
        }
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }
}
