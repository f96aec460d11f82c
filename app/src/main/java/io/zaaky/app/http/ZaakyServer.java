package io.zaaky.app.http;

import com.sun.management.UnixOperatingSystemMXBean;
import io.helidon.config.Config;
import io.helidon.config.ConfigSources;
import io.helidon.health.HealthCheck;
import io.helidon.http.DirectHandler;
import io.helidon.http.DirectHandler.TransportResponse;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.MetricsConfig;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.observe.ObserveFeature;
import io.helidon.webserver.observe.health.HealthObserver;
import io.helidon.webserver.observe.metrics.MetricsObserver;
import io.helidon.webserver.spi.ServerConnectionSelector;
import io.zaaky.app.config.ServerSettings;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;

/**
 * The two ports: the public one, and the management port with health and metrics, which the public
 * never sees.
 */
public final class ZaakyServer implements AutoCloseable {
    private static final String MANAGEMENT = "management";
    private static final int IDLE_CONNECTIONS = 1000;
    private static final int FEWEST_CONNECTIONS = 16;
    private static final int OWN_FILES = 100;

    private final WebServer server;

    public ZaakyServer(
            ServerSettings settings,
            PublicHttp http,
            StreamTicker ticker,
            List<HealthCheck> checks,
            MeterRegistry registry) {
        Config helidon =
                Config.builder(ConfigSources.classpath("helidon.yaml"))
                        .disableEnvironmentVariablesSource()
                        .disableSystemPropertiesSource()
                        .build();
        var builder = WebServer.builder();
        builder.config(helidon.get("server"))
                .host(settings.host())
                .port(settings.port())
                .maxTcpConnections(mostConnections(settings.maxStreams()))
                .maxPayloadSize(
                        Math.max(settings.maxRequestSize(), settings.maxUploadSize())
                                + DocumentRoutes.FORM_BYTES)
                .shutdownGracePeriod(Duration.ofSeconds(1))
                .shutdownHook(false)
                .featuresDiscoverServices(false)
                .protocolsDiscoverServices(false)
                .directHandlers(badRequests())
                .putSocket(
                        MANAGEMENT,
                        socket ->
                                socket.host(settings.managementHost())
                                        .port(settings.managementPort())
                                        .routing(routing -> guard(routing, http)))
                .addConnectionSelector(new ConnectionSelector(http1(helidon), ticker))
                .addFeature(observe(checks, registry));
        builder.routing(http::route);
        server = builder.build();
    }

    private static void guard(HttpRouting.Builder management, PublicHttp http) {
        management.addFilter(new ConnectionCloser());
        management.addFilter(new ManagementGuard(http::hosts));
    }

    /**
     * Connections of the public port; more wait to be accepted. Less than half of what the process
     * may open, as each answer needs a second one, and Helidon 4.5 listens no more once it could
     * not accept one.
     */
    private static int mostConnections(int maxStreams) {
        long wanted = IDLE_CONNECTIONS + 2L * maxStreams;
        var system = ManagementFactory.getOperatingSystemMXBean();
        long possible =
                system instanceof UnixOperatingSystemMXBean unix
                        ? Math.max(
                                FEWEST_CONNECTIONS,
                                unix.getMaxFileDescriptorCount() / 2 - OWN_FILES)
                        : wanted;
        return (int) Math.min(Integer.MAX_VALUE, Math.min(wanted, possible));
    }

    private static ServerConnectionSelector http1(Config helidon) {
        return Http1ConnectionSelector.builder()
                .config(Http1Config.create(helidon.get("http1")))
                .build();
    }

    private static ObserveFeature observe(List<HealthCheck> checks, MeterRegistry registry) {
        return ObserveFeature.builder()
                .endpoint("/")
                .sockets(List.of(MANAGEMENT))
                .observersDiscoverServices(false)
                .addObserver(
                        HealthObserver.builder()
                                .details(true)
                                .useSystemServices(false)
                                .addHealthChecks(checks)
                                .build())
                .addObserver(
                        MetricsObserver.builder()
                                .metricsConfig(MetricsConfig.create())
                                .meterRegistry(registry)
                                .build())
                .build();
    }

    /**
     * What Helidon answers before a route is found: malformed requests get a problem too, and no
     * word of what it made of them.
     */
    private static DirectHandlers badRequests() {
        var handlers = DirectHandlers.builder();
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            handlers.addHandler(
                    type,
                    (request, eventType, status, headers, message) -> {
                        // Helidon has no decoder, and calls a compressed body a malformed request.
                        boolean compressed =
                                request.headers().contains(HeaderNames.CONTENT_ENCODING);
                        return problem(
                                compressed ? Status.UNSUPPORTED_MEDIA_TYPE_415 : status, headers);
                    });
        }
        return handlers.build();
    }

    private static TransportResponse problem(Status status, ServerResponseHeaders headers) {
        byte[] body =
                Problem.body(
                        status.code(),
                        status.reasonPhrase(),
                        "The request cannot be answered.",
                        code(status.code()));
        return TransportResponse.builder()
                .status(status)
                .headers(headers)
                .header(PublicHttp.NO_SNIFFING)
                .header(HeaderValues.create(HeaderNames.CONTENT_TYPE, "application/problem+json"))
                .entity(body)
                .build();
    }

    private static String code(int status) {
        return switch (status) {
            case 404 -> "not_found";
            case 413 -> "payload_too_large";
            case 415 -> "unsupported_media_type";
            case 503 -> "overloaded";
            default -> status >= 500 ? "internal" : "invalid_json";
        };
    }

    /** Starts to listen on both ports; throws if one is taken. */
    public void start() {
        server.start();
        if (port() < 0 || managementPort() < 0) {
            throw new IllegalStateException(
                    "a port is taken, or the host is no address of this machine");
        }
    }

    public int port() {
        return server.port();
    }

    public int managementPort() {
        return server.port(MANAGEMENT);
    }

    @Override
    public void close() {
        server.stop();
    }
}
