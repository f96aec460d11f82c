package io.zaaky.spi;

/**
 * A value that must not be shown. {@link #toString} hides it, and the server removes it from its
 * log wherever it occurs.
 *
 * @param value the secret itself
 */
public record Secret(String value) {

    /** No secret at all. */
    public static final Secret NONE = new Secret("");

    public boolean isPresent() {
        return !value.isEmpty();
    }

    @Override
    public String toString() {
        return value.isEmpty() ? "" : "***";
    }
}
