package io.zaaky.app.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.webserver.CloseConnectionException;
import io.zaaky.app.chat.ErrorCode;
import io.zaaky.spi.PluginException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A response of one JSON object per line, in constant memory however many there are. A failure
 * before anything was sent is reported as a problem. A later one cuts the connection, so that a
 * partial response never looks complete.
 */
final class JsonLines<R> implements StreamTicker.Ticking {
    private static final Logger LOG = System.getLogger(JsonLines.class.getName());
    private static final String TYPE = "application/jsonl";
    private static final int BUFFER = 32 << 10;
    private static final int BETWEEN_CHECKS = 100; // lines; then the key is checked again
    private static final long WRITE_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Exchange exchange;
    private final Line<R> line;
    private final WriteWatch watch = new WriteWatch(System::nanoTime, Thread::interrupt);
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream(BUFFER);
    private @Nullable OutputStream out; // null until something is sent
    private int lines;

    private JsonLines(Exchange exchange, Line<R> line) {
        this.exchange = exchange;
        this.line = line;
    }

    /** Writes the content of an object. */
    interface Line<T> {
        void write(JsonGenerator json, T row) throws IOException;
    }

    /**
     * Sends each object that {@code rows} supplies on its own line.
     *
     * @param rows reads the objects from the store
     */
    static <T> void send(Exchange exchange, Line<T> line, Consumer<Consumer<T>> rows) {
        exchange.noStore();
        exchange.response().headers().set(HeaderValues.create(HeaderNames.CONTENT_TYPE, TYPE));
        if (exchange.request().prologue().method().equals(Method.HEAD)) {
            exchange.response().send();
            return;
        }
        var sent = new JsonLines<>(exchange, line);
        exchange.services().ticker().add(sent);
        try {
            sent.all(rows);
        } finally {
            exchange.services().ticker().remove(sent);
        }
    }

    private void all(Consumer<Consumer<R>> rows) {
        try {
            rows.accept(this::add);
            finish();
        } catch (PluginException e) {
            if (out == null) {
                throw new Unreachable(ErrorCode.STORAGE_UNAVAILABLE, e);
            }
            LOG.log(
                    Level.WARNING,
                    "request {0}: cut after {1} lines: {2}",
                    exchange.id(),
                    lines,
                    e.getMessage());
            throw new CloseConnectionException("the store has failed halfway", e);
        } catch (RuntimeException e) {
            if (out == null || e instanceof CloseConnectionException) {
                throw e;
            }
            LOG.log(Level.ERROR, "request " + exchange.id() + ": cut after " + lines + " lines", e);
            throw new CloseConnectionException("the response had begun", e);
        }
    }

    private void add(R row) {
        if (++lines % BETWEEN_CHECKS == 0) {
            checkKey();
        }
        waiting.writeBytes(Json.write(json -> line.write(json, row)));
        waiting.write('\n');
        if (waiting.size() >= BUFFER) {
            write(waiting.toByteArray());
            waiting.reset();
        }
    }

    private void checkKey() {
        try {
            exchange.checkKey();
        } catch (Refusal e) {
            throw out == null ? e : new CloseConnectionException("the key is good no longer", e);
        }
    }

    private void write(byte[] bytes) {
        if (out == null) {
            out = exchange.response().outputStream();
        }
        watch.begin();
        try {
            out.write(bytes);
        } catch (IOException | RuntimeException e) {
            // Helidon has several exceptions for a broken connection.
            throw new CloseConnectionException("the client has gone", e);
        } finally {
            watch.end();
        }
    }

    private void finish() {
        if (out == null) {
            exchange.response().send(waiting.toByteArray());
            return;
        }
        write(waiting.toByteArray());
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends a write that hangs because the client reads nothing. */
    @Override
    public void tick(long now) {
        if (watch.isWriting()) {
            watch.interruptAfter(WRITE_LIMIT_NANOS, now);
        }
    }
}
