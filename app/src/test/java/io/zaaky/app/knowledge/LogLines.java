package io.zaaky.app.knowledge;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What a class logs at INFO, until this is closed. */
final class LogLines extends Handler implements AutoCloseable {
    private final Logger logger;
    private final Queue<LogRecord> records = new ConcurrentLinkedQueue<>();

    LogLines(Class<?> source) {
        logger = Logger.getLogger(source.getName());
        logger.addHandler(this);
    }

    /** The values at one place of all lines, which are numbers. */
    List<Integer> numbers(int place) {
        return records.stream().map(each -> (Integer) each.getParameters()[place]).toList();
    }

    @Override
    public void publish(LogRecord entry) {
        if (entry.getLevel().equals(Level.INFO)) {
            records.add(entry);
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
