package io.zaaky.app.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.Set;

/**
 * Helidon's HTTP/1.1, with each connection wrapped in a {@link Connection}. A port's only selector.
 */
record ConnectionSelector(ServerConnectionSelector http, StreamTicker ticker, ConnectionLimit limit)
        implements ServerConnectionSelector {
    @Override
    public int bytesToIdentifyConnection() {
        return http.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
        return http.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return http.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        return new Connection(context, ticker, limit, http::connection);
    }
}
