package io.zaaky.app.backup;

/** Why there is no backup, or nothing was restored: a message for the user of the command. */
public final class BackupProblem extends RuntimeException {
    private static final long serialVersionUID = 1;

    public BackupProblem(String message) {
        super(message);
    }

    public BackupProblem(String message, Throwable cause) {
        super(message, cause);
    }
}
