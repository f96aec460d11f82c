package io.zaaky.app.sqlite;

/** Thrown by {@link SqliteFile.Work} that does not want to be done: undone, and told as it is. */
public abstract class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    protected RefusedException(String message) {
        super(message, null, false, false);
    }
}
