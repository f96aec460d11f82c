package io.zaaky.app.command;

import java.io.PrintStream;

/**
 * Shows what a command is doing on one line that is overwritten. Shows nothing without a terminal.
 */
public final class StatusLine implements AutoCloseable {
    private static final String ERASE = "\r\u001b[K";

    private final PrintStream to;
    private final boolean terminal;

    /**
     * @param terminal whether {@code to} is a terminal
     */
    public StatusLine(PrintStream to, boolean terminal) {
        this.to = to;
        this.terminal = terminal;
    }

    public synchronized void show(String what) {
        if (terminal) {
            to.print(ERASE + what + " …");
            to.flush();
        }
    }

    /** Removes the line. */
    @Override
    public synchronized void close() {
        if (terminal) {
            to.print(ERASE);
            to.flush();
        }
    }
}
