package io.zaaky.app.http;

import io.helidon.common.GenericType;
import io.helidon.webserver.http.spi.Sink;
import io.helidon.webserver.http.spi.SinkProviderContext;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * A Helidon sink for a response that stays open and whose frames are already bytes. Unlike
 * Helidon's own event sink, it writes each frame unchanged in one write. Like Helidon's sink, it
 * sends the headers at once.
 */
final class EventSink implements Sink<EventFrames> {
    static final GenericType<EventSink> TYPE = GenericType.create(EventSink.class);

    private final OutputStream out;
    private final Runnable commit;

    EventSink(SinkProviderContext context) {
        out = context.serverResponse().outputStream();
        commit = context.closeRunnable();
        context.flushHeaders();
    }

    /**
     * Writes the frame built last and flushes it.
     *
     * @throws UncheckedIOException or Helidon's own exceptions, if the client has gone
     */
    @Override
    public EventSink emit(EventFrames frames) {
        try {
            out.write(frames.buffer(), 0, frames.length());
            out.flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the response. */
    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        commit.run();
    }
}
