package io.zaaky.app.http;

import io.helidon.http.Method;
import io.zaaky.app.admin.Right;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A call that is served. There is none that does not say who may make it.
 *
 * @param path as a pattern of Helidon's
 * @param right what the caller's key must be good for; empty if everybody may call
 */
record Route(Method method, String path, Optional<Right> right, Consumer<Exchange> call) {

    /** One that everybody may make. */
    static Route open(Method method, String path, Consumer<Exchange> call) {
        return new Route(method, path, Optional.empty(), call);
    }

    /** The same for one that asks no question and is counted. */
    static Route counted(Method method, String path, int cost, Consumer<Exchange> call) {
        return open(
                method,
                path,
                exchange -> {
                    exchange.count(cost);
                    call.accept(exchange);
                });
    }

    /** One of administrators. {@code call} comes after its caller is known and may make it. */
    static Route of(Right right, Method method, String path, Consumer<Exchange> call) {
        return new Route(
                method,
                path,
                Optional.of(right),
                exchange -> Guard.admit(exchange, right, path, call));
    }
}
