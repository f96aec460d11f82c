package io.zaaky.app.http;

import io.helidon.common.GenericType;
import io.helidon.common.media.type.MediaType;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http.spi.Sink;
import io.helidon.webserver.http.spi.SinkProvider;
import io.helidon.webserver.http.spi.SinkProviderContext;
import java.util.function.BiConsumer;

/** Lets Helidon make {@link EventSink}s. Found by {@link java.util.ServiceLoader}. */
@SuppressWarnings("TypeParameterUnusedInFormals") // Helidon's signatures
public final class EventSinkProvider implements SinkProvider<EventFrames> {

    @Override
    public boolean supports(GenericType<? extends Sink<?>> type, ServerRequest request) {
        return EventSink.TYPE.equals(type);
    }

    @Override
    @SuppressWarnings("unchecked") // called only after supports() has accepted EventSink
    public <X extends Sink<EventFrames>> X create(SinkProviderContext context) {
        return (X) new EventSink(context);
    }

    @Override
    @SuppressWarnings("removal") // still abstract in the interface
    @Deprecated(since = "0.1.0", forRemoval = true)
    public <X extends Sink<EventFrames>> X create(
            ServerResponse response,
            BiConsumer<Object, MediaType> eventConsumer,
            Runnable closeRunnable) {
        throw new UnsupportedOperationException("replaced by create(SinkProviderContext)");
    }
}
