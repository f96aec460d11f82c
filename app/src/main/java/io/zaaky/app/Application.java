package io.zaaky.app;

import io.helidon.health.HealthCheck;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.MetricsConfig;
import io.helidon.metrics.api.MetricsFactory;
import io.helidon.service.registry.Services;
import io.zaaky.app.chat.Chatbot;
import io.zaaky.app.chat.Chatbots;
import io.zaaky.app.chat.Housekeeping;
import io.zaaky.app.chat.Ids;
import io.zaaky.app.chat.RunningAnswers;
import io.zaaky.app.config.ServerSettings;
import io.zaaky.app.http.HttpServices;
import io.zaaky.app.http.Pages;
import io.zaaky.app.http.PublicHttp;
import io.zaaky.app.http.StreamTicker;
import io.zaaky.app.http.ZaakyServer;
import io.zaaky.app.knowledge.KnowledgeSync;
import io.zaaky.app.metrics.Health;
import io.zaaky.app.metrics.Meters;
import io.zaaky.app.plugin.ChatbotParts.NamedModel;
import io.zaaky.spi.DocumentIndex;
import io.zaaky.spi.EmbeddingModel;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The running server: the one place where long-lived objects are made and closed. */
public final class Application implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Application.class.getName());
    private static final java.time.Duration LAST_WORDS = java.time.Duration.ofSeconds(3);

    private final Assembly assembly;
    private final Path data;
    private final ServerSettings settings;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final StreamTicker ticker = new StreamTicker();
    private final Chatbots chatbots;
    private final RunningAnswers running;
    private final List<KnowledgeSync> syncs = new ArrayList<>();
    private final Housekeeping housekeeping;
    private final ZaakyServer server;
    private volatile boolean indexed;

    /** Puts everything together; does no I/O. */
    Application(Assembly assembly, Options options) {
        this.assembly = assembly;
        this.data = options.data();
        ServerSettings configured = assembly.configuration().server();
        this.settings =
                configured.with(
                        options.host().orElse(configured.host()),
                        options.port().orElse(configured.port()),
                        options.managementPort().orElse(configured.managementPort()));
        MeterRegistry registry =
                Services.get(MetricsFactory.class).createMeterRegistry(MetricsConfig.create());
        var meters = new Meters(registry);
        var ids = new Ids(new SecureRandom());
        var clock = Clock.systemUTC();
        var shared = new Chatbot.Shared(meters, clock, ids, threads);
        List<Chatbot> all = new ArrayList<>();
        assembly.parts()
                .forEach((node, parts) -> all.add(new Chatbot(node.settings(), parts, shared)));
        this.chatbots = new Chatbots(all);
        this.running = new RunningAnswers(settings.maxStreams(), mostOfOne(all));
        this.housekeeping = new Housekeeping(chatbots);
        all.forEach(chatbot -> addSync(chatbot, clock));
        assembly.parts()
                .forEach(
                        (node, parts) ->
                                meters.register(
                                        node.settings().key(),
                                        parts.models().stream()
                                                .map(NamedModel::provider)
                                                .distinct()
                                                .toList()));
        var services = new HttpServices(settings, chatbots, running, ticker, ids, meters);
        this.server =
                new ZaakyServer(
                        settings,
                        new PublicHttp(services, new Pages()),
                        ticker,
                        checks(),
                        registry);
    }

    /** One organisation alone may take all; of several, none may take more than three quarters. */
    private int mostOfOne(List<Chatbot> all) {
        long organisations = all.stream().map(chatbot -> chatbot.key().org()).distinct().count();
        int most = settings.maxStreams();
        return organisations < 2 ? most : Math.max(1, most - most / 4);
    }

    private void addSync(Chatbot chatbot, Clock clock) {
        List<Path> paths = chatbot.settings().knowledge().paths();
        if (!paths.isEmpty() && chatbot.retriever() instanceof DocumentIndex index) {
            syncs.add(
                    new KnowledgeSync(
                            chatbot.key(), index, paths, settings.maxUploadSize(), clock));
        }
    }

    private List<HealthCheck> checks() {
        List<HealthCheck> checks = new ArrayList<>();
        checks.add(Health.state("accepting", () -> !running.isClosed()));
        checks.add(Health.state("indexed", () -> indexed));
        for (String name : assembly.databases().used()) {
            checks.add(Health.probe("database " + name, () -> assembly.databases().check(name)));
        }
        return checks;
    }

    /**
     * Listens, and returns when every document has been indexed or tried.
     *
     * @throws StartProblem if it can't
     */
    void start() throws InterruptedException {
        prepareData();
        listen();
        warmUp();
        for (CompletableFuture<Void> first : syncs.stream().map(KnowledgeSync::start).toList()) {
            await(first);
        }
        indexed = true;
        housekeeping.start();
    }

    private static void await(CompletableFuture<Void> first) throws InterruptedException {
        try {
            first.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // never: it ends without a result either way
        }
    }

    private void prepareData() {
        try {
            Files.createDirectories(data);
            Files.delete(Files.createTempFile(data, "write-test", ""));
        } catch (IOException e) {
            throw new StartProblem(
                    "the data directory "
                            + data.toAbsolutePath()
                            + " cannot be written: "
                            + e
                            + "; give another with --data DIR, or the right to write to it",
                    e);
        }
    }

    private void listen() {
        try {
            server.start();
        } catch (RuntimeException e) {
            throw new StartProblem(
                    "the server cannot listen on "
                            + settings.host()
                            + " ports "
                            + settings.port()
                            + " and "
                            + settings.managementPort()
                            + ": "
                            + rootMessage(e)
                            + "; give others with --port and --management-port (0 takes a free"
                            + " one)",
                    e);
        }
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    /** What the first question would have to wait for. Failures show when they matter. */
    private void warmUp() {
        for (EmbeddingModel embedding : assembly.plugins().embeddings()) {
            var _ = threads.submit(() -> quietly(embedding.model(), embedding::check));
        }
        for (Chatbot chatbot : chatbots.all()) {
            String name = chatbot.key().toString();
            var _ = threads.submit(() -> quietly(name, chatbot.transcript()::recover));
        }
    }

    private static void quietly(String what, Runnable task) {
        try {
            task.run();
        } catch (PluginException e) {
            if (e.reason() != Reason.CANCELLED) {
                LOG.log(Level.WARNING, "{0}: {1}", what, e.getMessage());
            }
        }
    }

    public int port() {
        return server.port();
    }

    public int managementPort() {
        return server.managementPort();
    }

    /** Where the public port is: {@code http://HOST:PORT}. */
    String address() {
        return address(settings.host(), port());
    }

    /** Where the management port is. */
    String managementAddress() {
        return address(settings.managementHost(), managementPort());
    }

    private static String address(String host, int port) {
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    private void drain() {
        boolean idle = false;
        try {
            idle = running.awaitIdle(settings.shutdownGrace());
        } catch (InterruptedException e) {
            LOG.log(Level.INFO, "asked again to stop: the running answers end now");
        }
        try {
            if (!idle) {
                running.cancelAll();
                var _ = running.awaitIdle(LAST_WORDS);
            }
        } catch (InterruptedException e) {
            LOG.log(Level.INFO, "asked once more to stop: not waiting any longer");
        }
    }

    /**
     * Refuses new questions, lets the running answers finish within their grace, and closes
     * everything.
     */
    @Override
    public void close() {
        running.close();
        drain();
        server.close();
        ticker.close();
        housekeeping.close();
        syncs.forEach(KnowledgeSync::close);
        threads.shutdownNow();
        chatbots.close();
        assembly.close();
    }
}
