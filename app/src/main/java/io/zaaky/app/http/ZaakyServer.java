package io.zaaky.app.http;

import com.sun.management.UnixOperatingSystemMXBean;
import io.helidon.config.Config;
import io.helidon.config.ConfigSources;
import io.helidon.health.HealthCheck;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.MetricsConfig;
import io.helidon.webserver.WebServer;
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
 * The two ports: the public one, and the management port with health and metrics, which must not be
 * reachable by the public.
 */
public final class ZaakyServer implements AutoCloseable {
    private static final String MANAGEMENT = "management";
    private static final int IDLE_CONNECTIONS = 1000;
    private static final int FEWEST_CONNECTIONS = 16;
    private static final int MANAGEMENT_CONNECTIONS = 100;
    private static final int OWN_FILES = 100;

    private final WebServer server;
    private final ConnectionLimit publicLimit;
    private final ConnectionLimit managementLimit;

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
        int most = mostConnections(settings.maxStreams());
        publicLimit = new ConnectionLimit("public", most, settings);
        managementLimit =
                new ConnectionLimit(
                        MANAGEMENT,
                        Math.clamp(most / 4, FEWEST_CONNECTIONS / 2, MANAGEMENT_CONNECTIONS),
                        settings);
        ServerConnectionSelector http1 = http1(helidon);
        var builder = WebServer.builder();
        builder.config(helidon.get("server"))
                .host(settings.host())
                .port(settings.port())
                .maxTcpConnections(publicLimit.most())
                .maxPayloadSize(
                        Math.max(settings.maxRequestSize(), settings.maxUploadSize())
                                + DocumentRoutes.FORM_BYTES)
                .shutdownGracePeriod(Duration.ofSeconds(1))
                .shutdownHook(false)
                .featuresDiscoverServices(false)
                .protocolsDiscoverServices(false)
                .directHandlers(BadRequests.handlers())
                .putSocket(
                        MANAGEMENT,
                        socket ->
                                socket.config(helidon.get("server"))
                                        .host(settings.managementHost())
                                        .port(settings.managementPort())
                                        .maxTcpConnections(managementLimit.most())
                                        .protocolsDiscoverServices(false)
                                        .addConnectionSelector(
                                                new ConnectionSelector(
                                                        http1, ticker, managementLimit))
                                        .routing(
                                                routing -> {
                                                    guard(routing);
                                                    routing.addFilter(
                                                            new ManagementGuard(http::hosts));
                                                }))
                .addConnectionSelector(new ConnectionSelector(http1, ticker, publicLimit))
                .addFeature(observe(checks, registry));
        builder.routing(
                routing -> {
                    guard(routing);
                    http.route(routing);
                });
        server = builder.build();
    }

    /** Adds the filters that each request of either port passes before routing. */
    private static void guard(HttpRouting.Builder routing) {
        routing.addFilter(new ConnectionCloser());
        routing.addFilter(new BadRequests());
    }

    /** Applies these settings to connections that open from now on. */
    public void apply(ServerSettings settings) {
        publicLimit.apply(settings);
        managementLimit.apply(settings);
    }

    /**
     * The number of connections that the public port takes; further ones wait to be accepted. It is
     * less than half of the process's file descriptors, because each answer needs a second
     * connection, and because Helidon 4.5 stops listening after a failed accept.
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

    /** Starts listening on both ports; throws if one is taken. */
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
