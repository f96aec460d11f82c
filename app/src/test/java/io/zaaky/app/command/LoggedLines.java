package io.zaaky.app.command;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What an operator reads in the log, in the log's own form, until this is closed. */
public final class LoggedLines extends Handler implements AutoCloseable {
    private final Logger ours = Logger.getLogger("io.zaaky");
    private final @Nullable Level before = ours.getLevel();
    private final Logging.Line form = new Logging.Line(List.of());
    private final Queue<String> entries = new ConcurrentLinkedQueue<>();

    /**
     * @param level the least that is kept
     */
    public LoggedLines(Level level) {
        ours.setLevel(level);
        setLevel(level);
        Logger.getLogger("").addHandler(this);
    }

    /** Each as it is written: with its end, and the lines of its failure if it has one. */
    public List<String> entries() {
        return List.copyOf(entries);
    }

    @Override
    public void publish(LogRecord entry) {
        if (isLoggable(entry)) {
            entries.add(form.format(entry));
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        Logger.getLogger("").removeHandler(this);
        ours.setLevel(before);
    }
}
