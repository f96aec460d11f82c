package io.zaaky.app.sqlite;

/**
 * Thrown by {@link SqliteFile.Work} to refuse a change: the change is undone, and the caller gets
 * this exception unchanged.
 */
public abstract class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    protected RefusedException(String message) {
        super(message, null, false, false);
    }
}
