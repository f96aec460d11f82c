package io.zaaky.spi;

/**
 * A mistake in a configuration.
 *
 * @param file the file, as the operator named it
 * @param line the line, from 1
 * @param path the full path of the key
 * @param message what is wrong and what to do
 */
public record Problem(String file, int line, String path, String message) {

    /** {@code FILE:LINE: path.to.key: what is wrong}. */
    @Override
    public String toString() {
        return file + ":" + line + ": " + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
