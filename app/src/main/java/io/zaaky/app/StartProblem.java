package io.zaaky.app;

/** The server cannot start. The message says why and what to do. */
final class StartProblem extends RuntimeException {
    private static final long serialVersionUID = 1;

    StartProblem(String message) {
        super(message);
    }

    StartProblem(String message, Throwable cause) {
        super(message, cause);
    }
}
