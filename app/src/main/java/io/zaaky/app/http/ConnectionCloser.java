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
 * it where the request asked for it or the response says so. Helidon 4.5 writes {@code Connection:
 * close} and then reads on: what is left of a refused body would be taken for further requests.
 *
 * <p>After a body in chunks as well. Helidon 4.5 takes chunks that another server would read
 * otherwise, so what follows them may not be the request that it looks like.
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
        try {
            chain.proceed();
        } finally {
            connection.answered();
        }
        if (request.headers().contains(HeaderNames.TRANSFER_ENCODING)
                || request.headers().containsToken(HeaderValues.CONNECTION_CLOSE)
                || response.headers().containsToken(HeaderValues.CONNECTION_CLOSE)) {
            throw new CloseConnectionException("the response was the connection's last");
        }
    }
}
