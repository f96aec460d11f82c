package io.zaaky.app.command;

/** The command line is not valid. The message says why. */
public final class UsageProblem extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UsageProblem(String message) {
        super(message);
    }

    public UsageProblem(String message, Throwable cause) {
        super(message, cause);
    }
}
