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
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The public port: which call goes where. Whatever leaves a route becomes a problem from the closed
 * list; what really happened stands in the log under the same request id.
 */
public final class PublicHttp {
    private static final Logger LOG = System.getLogger(PublicHttp.class.getName());
    private static final String CHAT = "/api/public/chat";
    private static final String ADMIN = "/api/orgs/{org}/chatbots/{chatbot}";
    private static final String DOCUMENTS = ADMIN + "/documents";
    private static final String ALLOWED_HEADERS =
            "Content-Type, X-Session-Id, Last-Event-ID, Idempotency-Key";
    private static final HeaderName PRIVATE_NETWORK =
            HeaderNames.create("Access-Control-Request-Private-Network");
    private static final String PREFLIGHT_SECONDS = "600";

    private volatile HttpServices services;
    private final Pages pages;

    public PublicHttp(HttpServices services, Pages pages) {
        this.services = services;
        this.pages = pages;
    }

    /** Requests that come from now on see these settings. Called by one thread at a time. */
    public void apply(ServerSettings settings) {
        services = services.with(settings);
    }

    /** Which hosts are the server's own at the moment. */
    PublicHosts hosts() {
        return services.hosts();
    }

    /** Adds every public route. */
    public void route(HttpRouting.Builder routing) {
        calls(pages).forEach((path, methods) -> route(routing, path, methods));
        routing.any(
                handler(
                        _ -> {
                            throw new Refusal(ApiError.NOT_FOUND, "There is nothing here.");
                        }));
    }

    /** Every path that is served, as a pattern, and the methods it takes. */
    public static Map<String, Set<String>> routes() {
        Map<String, Set<String>> routes = new LinkedHashMap<>();
        calls(new Pages()).forEach((path, methods) -> routes.put(path, names(methods)));
        return routes;
    }

    private static Map<String, Map<Method, Consumer<Exchange>>> calls(Pages pages) {
        Map<String, Map<Method, Consumer<Exchange>>> calls = new LinkedHashMap<>();
        calls.put(
                CHAT + "/stream",
                Map.of(Method.POST, StreamRoutes::postStream, Method.GET, StreamRoutes::getStream));
        calls.put(CHAT + "/stop", Map.of(Method.POST, conversation(ChatRoutes::stop)));
        calls.put(CHAT + "/chunked", Map.of(Method.POST, ChatRoutes::chunked));
        calls.put(
                CHAT + "/history",
                Map.of(
                        Method.GET,
                        conversation(SessionRoutes::history),
                        Method.DELETE,
                        conversation(SessionRoutes::forget)));
        calls.put(CHAT, Map.of(Method.POST, ChatRoutes::plain));
        calls.put(
                "/api/public/chatbots/{org}/{chatbot}",
                Map.of(Method.GET, counted(SessionRoutes::chatbot)));
        calls.put(ADMIN + "/search", Map.of(Method.POST, AdminRoutes::search));
        calls.put(
                DOCUMENTS,
                Map.of(Method.GET, DocumentRoutes::list, Method.POST, DocumentRoutes::submit));
        calls.put(
                DOCUMENTS + "/{+id}",
                Map.of(
                        Method.GET,
                        DocumentRoutes::get,
                        Method.PUT,
                        DocumentRoutes::put,
                        Method.DELETE,
                        DocumentRoutes::delete));
        calls.put(ADMIN + "/jobs/{job}", Map.of(Method.GET, DocumentRoutes::job));
        calls.put(ADMIN + "/messages/{message}/replay", Map.of(Method.GET, ReplayRoute::replay));
        calls.put("/chat-widget.js", Map.of(Method.GET, file(pages::widget)));
        calls.put("/widget/{file}", Map.of(Method.GET, file(pages::widgetModule)));
        calls.put("/demo", Map.of(Method.GET, counted(pages::demo)));
        calls.put("/demo/{file}", Map.of(Method.GET, file(pages::demoFile)));
        calls.put("/", Map.of(Method.GET, counted(pages::home)));
        return calls;
    }

    private static Set<String> names(Map<Method, ?> methods) {
        var names = new TreeSet<String>();
        methods.keySet().forEach(method -> names.add(method.text()));
        return names;
    }

    private static Consumer<Exchange> counted(Consumer<Exchange> call) {
        return counted(RateLimits.CALL, call);
    }

    private static Consumer<Exchange> conversation(Consumer<Exchange> call) {
        return counted(RateLimits.CONVERSATION, call);
    }

    private static Consumer<Exchange> file(Consumer<Exchange> call) {
        return counted(RateLimits.FILE, call);
    }

    private static Consumer<Exchange> counted(int cost, Consumer<Exchange> call) {
        return exchange -> {
            exchange.count(cost);
            call.accept(exchange);
        };
    }

    private void route(
            HttpRouting.Builder routing, String path, Map<Method, Consumer<Exchange>> methods) {
        methods.forEach((method, call) -> routing.route(method, path, handler(call)));
        if (methods.containsKey(Method.GET) && !path.equals(CHAT + "/stream")) {
            routing.route(Method.HEAD, path, handler(methods.get(Method.GET)));
        }
        if (path.startsWith("/api/public/")) {
            routing.options(path, handler(this::preflight));
        }
        Set<String> allowed = names(methods);
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
     * A browser asks before a page of another origin calls. It does not say which chatbot it is
     * about, so any chatbot that allows the origin will do; the call itself is checked against its
     * own chatbot.
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
