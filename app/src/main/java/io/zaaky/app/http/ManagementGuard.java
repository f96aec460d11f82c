package io.zaaky.app.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.function.Supplier;

/**
 * Keeps web pages from reading health and metrics through a foreign name that resolves to this
 * server. The port has no key; a monitoring system calls it by an address or by a known name.
 */
final class ManagementGuard implements Filter {
    private final Supplier<PublicHosts> hosts;

    /**
     * @param hosts supplies the current hosts
     */
    ManagementGuard(Supplier<PublicHosts> hosts) {
        this.hosts = hosts;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        SecurityHeaders.add(response.headers());
        String host = request.headers().first(HeaderNames.HOST).orElse("");
        if (hosts.get().isSafe(host)) {
            chain.proceed();
            return;
        }
        ApiError error = ApiError.ORIGIN_NOT_ALLOWED;
        response.status(Status.create(error.status()));
        response.headers()
                .set(HeaderValues.create(HeaderNames.CONTENT_TYPE, "application/problem+json"));
        response.send(
                Problem.body(error.status(), error.title(), Refusal.UNKNOWN_HOST, error.code()));
    }
}
