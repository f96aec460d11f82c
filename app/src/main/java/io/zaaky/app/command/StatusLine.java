package io.zaaky.app.command;

import java.io.PrintStream;

/** What a command is at: one line that is written over again. Without a terminal, nothing. */
public final class StatusLine implements AutoCloseable {
    private static final String ERASE = "\r\u001b[K";

    private final PrintStream to;
    private final boolean terminal;

    /**
     * @param terminal whether {@code to} is one
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

    /** Takes the line away. */
    @Override
    public synchronized void close() {
        if (terminal) {
            to.print(ERASE);
            to.flush();
        }
    }
}
