package io.zaaky.app;

import io.helidon.health.HealthCheck;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.MetricsConfig;
import io.helidon.metrics.api.MetricsFactory;
import io.helidon.service.registry.Services;
import io.zaaky.app.admin.Actor;
import io.zaaky.app.admin.AdminTables;
import io.zaaky.app.admin.Audit;
import io.zaaky.app.admin.Callers;
import io.zaaky.app.admin.ChatbotStates;
import io.zaaky.app.admin.Pauses;
import io.zaaky.app.admin.Reloaded;
import io.zaaky.app.chat.Chatbot;
import io.zaaky.app.chat.Housekeeping;
import io.zaaky.app.chat.RunningAnswers;
import io.zaaky.app.chat.Upstreams;
import io.zaaky.app.config.ServerSettings;
import io.zaaky.app.http.AdminServices;
import io.zaaky.app.http.HttpServices;
import io.zaaky.app.http.Pages;
import io.zaaky.app.http.PublicHttp;
import io.zaaky.app.http.StreamTicker;
import io.zaaky.app.http.ZaakyServer;
import io.zaaky.app.knowledge.KnowledgeSyncs;
import io.zaaky.app.metrics.Health;
import io.zaaky.app.metrics.Meters;
import io.zaaky.app.metrics.ProviderGauges;
import io.zaaky.app.sqlite.SqliteFile;
import io.zaaky.ingestion.DocumentReader;
import io.zaaky.ingestion.ParserLimits;
import io.zaaky.ingestion.ParserPool;
import io.zaaky.ingestion.ParserProgram;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Problem;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The running server: the one place where long-lived objects are made and closed. */
public final class Application implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Application.class.getName());
    private static final Duration LAST_WORDS = Duration.ofSeconds(3);

    /** Other servers spend from the budgets too, and days end. */
    private static final Duration BUDGETS = Duration.ofSeconds(60);

    private final Options options;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ParserPool documents =
            new ParserPool(ParserProgram.installed(), ParserLimits.usual());
    private final StreamTicker ticker = new StreamTicker();
    private final RunningAnswers running;
    private final Upstreams upstreams;
    private final MeterRegistry registry;
    private final ProviderGauges gauges;
    private final Serving serving;
    private final SqliteFile administration;
    private final Pauses pauses;
    private final Audit audit;
    private final Reloads reloads;
    private final Housekeeping housekeeping;
    private final IdleMemory memory;
    private final PublicHttp http;
    private final ZaakyServer server;
    private volatile ServerSettings settings;
    private volatile boolean indexed;
    private volatile Optional<DataDirectory> data = Optional.empty();

    /**
     * Assembles everything; does no I/O.
     *
     * @param clock decides when days end and data expires
     */
    Application(Assembly assembly, Options options, Clock clock) {
        this.options = options;
        this.settings = options.over(assembly.configuration().server());
        this.registry =
                Services.get(MetricsFactory.class).createMeterRegistry(MetricsConfig.create());
        var meters = new Meters(registry);
        var shared = Chatbot.Shared.of(meters, threads, options.data(), clock);
        var ids = shared.ids();
        meters.register(clock.instant());
        this.upstreams = shared.upstreams();
        var knowledge =
                new KnowledgeSyncs(
                        options.data(),
                        settings.maxUploadSize(),
                        new DocumentReader(documents),
                        clock);
        var callers = new Callers(assembly.configuration());
        this.serving = new Serving(assembly, shared, meters, knowledge, callers);
        this.administration = AdminTables.in(options.data());
        this.pauses = new Pauses(administration, clock, meters::paused);
        this.audit = new Audit(administration, clock, () -> settings.auditRetention());
        this.reloads = new Reloads(options, serving, this::apply, meters, audit, clock);
        this.running = new RunningAnswers(settings.maxStreams(), mostOfOne());
        this.housekeeping = new Housekeeping(serving.chatbots(), shared.lateSaves(), audit::tidy);
        this.memory = IdleMemory.ofThisProcess(running::isIdle);
        this.gauges = new ProviderGauges(registry);
        gauges.watch(upstreams);
        var services =
                new HttpServices(
                        settings,
                        serving.chatbots(),
                        knowledge,
                        running,
                        ticker,
                        ids,
                        meters,
                        new AdminServices(
                                callers,
                                audit,
                                pauses,
                                new ChatbotStates(knowledge),
                                reloads::reloadFromAfar));
        this.http = new PublicHttp(services, new Pages());
        this.server = new ZaakyServer(settings, http, ticker, checks(), registry);
    }

    /** A single organisation may take all; of several, none may take more than three quarters. */
    private int mostOfOne() {
        long organisations =
                serving.chatbots().all().stream()
                        .map(chatbot -> chatbot.key().org())
                        .distinct()
                        .count();
        int most = settings.maxStreams();
        return organisations < 2 ? most : Math.max(1, most - most / 4);
    }

    private List<HealthCheck> checks() {
        return List.of(
                Health.state("accepting", () -> !running.isClosed()),
                Health.state("indexed", () -> indexed),
                Health.providers(upstreams),
                Health.probes(
                        "databases",
                        () -> serving.assembly().databases().used(),
                        name -> serving.assembly().databases().check(name)),
                Health.note("configuration", reloads::note),
                Health.note("paused", this::paused));
    }

    private Map<String, String> paused() {
        int count = pauses.count();
        return count == 0 ? Map.of() : Map.of("chatbots", String.valueOf(count));
    }

    /**
     * Starts listening, and returns when every file has been indexed or tried.
     *
     * @param times records the end of each part
     * @throws StartProblem if it cannot start
     */
    void start(StartTimes times) throws InterruptedException {
        times.ended("server");
        data = Optional.of(DataDirectory.take(options.data()));
        loadPauses();
        listen();
        times.ended("ports");
        housekeeping.start();
        await(serving.start());
        times.ended("documents");
        indexed = true;
        housekeeping.every(IdleMemory.LOOK, memory::look);
        housekeeping.every(BUDGETS, () -> serving.chatbots().all().forEach(Chatbot::lookAtBudgets));
    }

    /** Loads the pauses. A paused chatbot must not answer just because they cannot be read. */
    private void loadPauses() {
        try {
            pauses.load();
        } catch (PluginException e) {
            throw new StartProblem(
                    "it cannot be told which chatbots are paused: " + e.getMessage(), e);
        }
    }

    private static void await(CompletableFuture<Void> first) throws InterruptedException {
        try {
            first.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // never: it completes normally in either case
        }
    }

    /**
     * Reads the configuration again, once the server has started. If all of it is valid, questions
     * from then on use it, and answers under way end as they began. If anything is wrong, nothing
     * changes. Does nothing while the server stops.
     *
     * @return the problems; empty if the configuration was applied
     */
    public List<Problem> reload() {
        return switch (reloads.reload(Actor.SIGNAL)) {
            case Reloaded.TakenOver _ -> List.of();
            case Reloaded.Refused(List<Problem> problems) -> problems;
            case Reloaded.TooLate() ->
                    List.of(
                            new Problem(
                                    options.config().toString(),
                                    1,
                                    "config",
                                    "was not read again, as the server is being stopped"));
        };
    }

    /** Applies the settings that a running server can change, and warns of the others. */
    private void apply(ServerSettings configured) {
        ServerSettings wanted = options.over(configured);
        List<String> later = wanted.needingRestart(settings);
        if (!later.isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    "these keys have changed, but only a restart takes them over: {0}",
                    String.join(", ", later));
        }
        settings = wanted.keeping(settings);
        running.limit(settings.maxStreams(), mostOfOne());
        http.apply(settings);
        server.apply(settings);
        gauges.watch(upstreams);
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

    public int port() {
        return server.port();
    }

    public int managementPort() {
        return server.managementPort();
    }

    /** The address of the public port: {@code http://HOST:PORT}. */
    String address() {
        return address(settings.host(), port());
    }

    /** The address of the management port. */
    String managementAddress() {
        return address(settings.managementHost(), managementPort());
    }

    private static String address(String host, int port) {
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** Forgets now what is too old, as every hour. */
    void forgetOld() {
        housekeeping.forgetOld();
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
     * Refuses new questions, lets the running answers finish within their grace period, and closes
     * everything.
     */
    @Override
    public void close() {
        running.close();
        reloads.close();
        drain();
        server.close();
        ticker.close();
        housekeeping.close();
        threads.shutdownNow();
        serving.close();
        documents.close();
        administration.close();
        registry.close(); // its gauges would keep all of this reachable
        data.ifPresent(DataDirectory::close);
    }
}
