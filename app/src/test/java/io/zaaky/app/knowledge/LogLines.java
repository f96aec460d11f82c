package io.zaaky.app.knowledge;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/** What a class logs at INFO or above, until this is closed, whatever others have set. */
public final class LogLines extends Handler implements AutoCloseable {
    private final Logger logger;
    private final @Nullable Level before;
    private final Queue<LogRecord> records = new ConcurrentLinkedQueue<>();

    public LogLines(Class<?> source) {
        logger = Logger.getLogger(source.getName());
        before = logger.getLevel();
        logger.setLevel(Level.INFO);
        logger.addHandler(this);
    }

    /** The values at one place of all lines at INFO, which are numbers. */
    List<Integer> numbers(int place) {
        return records.stream()
                .filter(each -> each.getLevel().equals(Level.INFO))
                .map(each -> (Integer) each.getParameters()[place])
                .toList();
    }

    /** The texts of all lines at WARNING. */
    public List<String> warnings() {
        var texts = new SimpleFormatter();
        return records.stream()
                .filter(each -> each.getLevel().equals(Level.WARNING))
                .map(texts::formatMessage)
                .toList();
    }

    List<String> errors() {
        return records.stream()
                .filter(each -> each.getLevel().equals(Level.SEVERE))
                .map(LogRecord::getMessage)
                .toList();
    }

    @Override
    public void publish(LogRecord entry) {
        records.add(entry);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setLevel(before);
    }
}
