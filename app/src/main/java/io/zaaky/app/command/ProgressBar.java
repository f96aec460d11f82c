package io.zaaky.app.command;

import java.io.PrintStream;

/**
 * Shows the progress of a command on one line that is overwritten. Shows nothing without a
 * terminal. Safe for use by many threads.
 */
final class ProgressBar {
    private static final int WIDTH = 30;
    private static final int LONGEST_NAME = 40;
    private static final String ERASE = "\r\u001b[K";

    private final PrintStream to;
    private final boolean terminal;
    private final int total;
    private int done;

    /**
     * @param terminal whether {@code to} is a terminal
     * @param total the number of steps
     */
    ProgressBar(PrintStream to, boolean terminal, int total) {
        this.to = to;
        this.terminal = terminal;
        this.total = total;
    }

    /** Shows the current step. */
    synchronized void begin(String name) {
        if (terminal) {
            int full = total == 0 ? WIDTH : WIDTH * done / total;
            String end =
                    name.length() <= LONGEST_NAME
                            ? name
                            : "…" + name.substring(name.length() - LONGEST_NAME + 1);
            to.print(
                    ERASE
                            + "["
                            + "#".repeat(full)
                            + ".".repeat(WIDTH - full)
                            + "] "
                            + done
                            + "/"
                            + total
                            + " "
                            + end);
            to.flush();
        }
    }

    synchronized void end() {
        done++;
    }

    /** Prints a line that stays. */
    synchronized void line(String text) {
        clear();
        to.println(text);
    }

    /** Removes the bar. */
    synchronized void clear() {
        if (terminal) {
            to.print(ERASE);
            to.flush();
        }
    }
}
