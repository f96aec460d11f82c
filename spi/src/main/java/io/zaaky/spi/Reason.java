package io.zaaky.spi;

/** Why a plugin failed. */
public enum Reason {
    /**
     * The connection was refused or cut, or the response was a server error, a redirect or a
     * protocol violation.
     */
    UNAVAILABLE,
    /** A timeout expired. */
    TIMED_OUT,
    /** The backend asks for fewer calls. */
    RATE_LIMITED,
    /** The backend does not accept our credentials. */
    UNAUTHORIZED,
    /** The backend does not accept this call; the same call again will fail again. */
    REJECTED,
    /** The calling thread was interrupted. */
    CANCELLED,
    /** A fault of our own, or of the plugin. */
    BROKEN
}
