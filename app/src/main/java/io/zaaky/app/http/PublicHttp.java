package io.zaaky.app.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.zaaky.app.config.ServerSettings;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The public port: maps calls to routes. Any exception that leaves a route becomes a problem from
 * the closed list; the log has the cause under the same request id.
 */
public final class PublicHttp {
    private static final Logger LOG = System.getLogger(PublicHttp.class.getName());
    private static final String ALLOWED_HEADERS =
            "Content-Type, X-Session-Id, X-Visitor-Token, Last-Event-ID, Idempotency-Key";
    private static final HeaderName PRIVATE_NETWORK =
            HeaderNames.create("Access-Control-Request-Private-Network");
    private static final String PREFLIGHT_SECONDS = "600";

    private volatile HttpServices services;
    private final Pages pages;

    public PublicHttp(HttpServices services, Pages pages) {
        this.services = services;
        this.pages = pages;
    }

    /**
     * Applies these settings to requests that arrive from now on. Called by one thread at a time.
     */
    public void apply(ServerSettings settings) {
        services = services.with(settings);
    }

    /** The server's current own hosts. */
    PublicHosts hosts() {
        return services.hosts();
    }

    /** Adds every public route. */
    public void route(HttpRouting.Builder routing) {
        byPath(RouteList.of(pages)).forEach((path, routes) -> route(routing, path, routes));
        routing.any(
                handler(
                        _ -> {
                            throw new Refusal(ApiError.NOT_FOUND, "There is nothing here.");
                        }));
    }

    /** Every served path, as a pattern, and its methods. */
    public static Map<String, Set<String>> routes() {
        Map<String, Set<String>> all = new LinkedHashMap<>();
        byPath(RouteList.of(new Pages())).forEach((path, routes) -> all.put(path, names(routes)));
        return all;
    }

    private static Map<String, List<Route>> byPath(List<Route> routes) {
        return routes.stream()
                .collect(
                        Collectors.groupingBy(
                                Route::path, LinkedHashMap::new, Collectors.toList()));
    }

    private static Set<String> names(List<Route> routes) {
        var names = new TreeSet<String>();
        routes.forEach(route -> names.add(route.method().text()));
        return names;
    }

    private void route(HttpRouting.Builder routing, String path, List<Route> routes) {
        for (Route route : routes) {
            routing.route(route.method(), path, handler(route.call()));
            if (route.method().equals(Method.GET) && !path.equals(RouteList.CHAT + "/stream")) {
                routing.route(Method.HEAD, path, handler(route.call()));
            }
        }
        if (path.startsWith("/api/public/")) {
            routing.options(path, handler(this::preflight));
        }
        Set<String> allowed = names(routes);
        routing.any(
                path,
                handler(
                        exchange -> {
                            exchange.response()
                                    .headers()
                                    .set(
                                            HeaderValues.create(
                                                    HeaderNames.ALLOW, String.join(", ", allowed)));
                            throw new Refusal(
                                    ApiError.METHOD_NOT_ALLOWED,
                                    "This call takes " + String.join(" or ", allowed) + ".");
                        }));
    }

    /**
     * A browser asks before a page of another origin calls. The preflight does not name a chatbot,
     * so any chatbot that allows the origin will do; the call itself is checked against its own
     * chatbot.
     */
    private void preflight(Exchange exchange) {
        var headers = exchange.response().headers();
        headers.add(HeaderValues.create(HeaderNames.VARY, "Origin"));
        if (exchange.header(HeaderNames.ORIGIN).isEmpty()) {
            exchange.response().status(Status.NO_CONTENT_204).send();
            return;
        }
        String origin = exchange.header(HeaderNames.ORIGIN).get();
        if (!exchange.isKnown(origin)) {
            throw new Refusal(
                    ApiError.ORIGIN_NOT_ALLOWED, "Pages of this origin may not use this server.");
        }
        headers.set(HeaderValues.create(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin));
        headers.set(
                HeaderValues.create(HeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, DELETE"));
        headers.set(HeaderValues.create(HeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, ALLOWED_HEADERS));
        headers.set(HeaderValues.create(HeaderNames.ACCESS_CONTROL_MAX_AGE, PREFLIGHT_SECONDS));
        if (exchange.header(PRIVATE_NETWORK).isPresent()) {
            headers.set(HeaderValues.create("Access-Control-Allow-Private-Network", "true"));
        }
        exchange.response().status(Status.NO_CONTENT_204).send();
    }

    /** The one catch of all routes. */
    private Handler handler(Consumer<Exchange> call) {
        return (request, response) -> {
            HttpServices now = services;
            SecurityHeaders.add(response.headers());
            try (var exchange = new Exchange(request, response, now.ids().request(), now)) {
                handle(exchange, call);
            }
        };
    }

    private static void handle(Exchange exchange, Consumer<Exchange> call) {
        try {
            call.accept(exchange);
        } catch (Refusal refusal) {
            Problem.send(exchange, refusal);
        } catch (Unreachable e) {
            LOG.log(Level.WARNING, "request {0}: {1}", exchange.id(), e.getMessage());
            Problem.send(exchange, e.code());
        } catch (CloseConnectionException e) {
            throw e; // the client has gone: nobody to tell
        } catch (RuntimeException e) {
            broken(exchange, e);
        }
    }

    private static void broken(Exchange exchange, RuntimeException e) {
        ServerRequest request = exchange.request();
        String what = request.prologue().method() + " " + request.path().path();
        LOG.log(Level.ERROR, "request " + exchange.id() + ": " + what + " failed", e);
        if (exchange.response().isSent()) {
            throw new CloseConnectionException("the response had begun", e);
        }
        Problem.send(exchange, new Refusal(ApiError.INTERNAL, ApiError.UNAVAILABLE));
    }
}
