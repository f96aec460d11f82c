package io.zaaky.app.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/**
 * Tells the {@link Connection} when a request has arrived and when it has been answered, and ends
 * the connection if the request or the response says so. Helidon 4.5 writes {@code Connection:
 * close} but keeps reading: it would take the rest of a refused body for further requests.
 *
 * <p>It also ends the connection after a chunked body. Helidon 4.5 accepts chunks that another
 * server would read differently, so the bytes that follow may not be the request that they look
 * like.
 */
final class ConnectionCloser implements Filter {
    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        if (request.headers().contains(HeaderNames.TRANSFER_ENCODING)) {
            response.headers().set(HeaderValues.CONNECTION_CLOSE);
        }
        Connection connection = Connection.current();
        if (!request.content().hasEntity()) {
            connection.received();
        }
        boolean whole = false;
        try {
            chain.proceed();
        } finally {
            whole = connection.answered();
        }
        if (request.headers().contains(HeaderNames.TRANSFER_ENCODING)
                || request.headers().containsToken(HeaderValues.CONNECTION_CLOSE)
                || response.headers().containsToken(HeaderValues.CONNECTION_CLOSE)) {
            if (!whole) {
                connection.refused();
            }
            throw new CloseConnectionException("the response was the connection's last");
        }
    }
}
