package io.zaaky.app.http;

import io.helidon.http.Method;
import io.zaaky.app.admin.Right;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A served call. Every call states who may make it.
 *
 * @param path as a Helidon pattern
 * @param right the right that the caller's key needs; empty if everybody may call
 */
record Route(Method method, String path, Optional<Right> right, Consumer<Exchange> call) {

    /** A call that everybody may make. */
    static Route open(Method method, String path, Consumer<Exchange> call) {
        return new Route(method, path, Optional.empty(), call);
    }

    /** The same for a call that asks no question and is counted. */
    static Route counted(Method method, String path, int cost, Consumer<Exchange> call) {
        return open(
                method,
                path,
                exchange -> {
                    exchange.count(cost);
                    call.accept(exchange);
                });
    }

    /** A call of administrators. {@code call} runs once the caller is known and has the right. */
    static Route of(Right right, Method method, String path, Consumer<Exchange> call) {
        return new Route(
                method,
                path,
                Optional.of(right),
                exchange -> Guard.admit(exchange, right, path, call));
    }
}
