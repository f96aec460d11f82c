package io.zaaky.app.http;

import com.sun.net.httpserver.HttpServer;
import io.zaaky.app.RunningServer;
import io.zaaky.app.config.KeyHashes;
import io.zaaky.testkit.Conditions;
import io.zaaky.testkit.StubCall;
import io.zaaky.testkit.StubScript;
import io.zaaky.testkit.StubUpstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A server with two organisations that share everything there is: {@code acme}, which takes what it
 * can get and has four chatbots, and {@code other}, which wants one answer now and then. What holds
 * one of {@code acme} is the model, the embedding model or the website, until this is closed.
 */
final class Neighbourhood implements AutoCloseable {
    /** Whatever holds this word is held by the embedding model. */
    static final String HELD = "albatross";

    static final int STREAMS = 40;
    static final int CHATBOTS = 4; // of acme
    static final int QUOTA = 150; // documents of acme

    private static final String KEY = "zk_a-key-that-nobody-guesses-of-"; // and the organisation
    private static final String ACME = "key-of-acme";

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<RawVisitor> visitors = new ArrayList<>();
    private final CountDownLatch siteHolds = new CountDownLatch(1);
    private final AtomicInteger pagesHeld = new AtomicInteger();
    private final AtomicInteger callsOfTheOther = new AtomicInteger();
    private final StubUpstream vectors;
    private final StubUpstream model;
    private final HttpServer hangingSite;
    private final HttpServer site;
    private final RunningServer server;
    private volatile StubScript answersOfAcme = hello();
    private volatile boolean otherFailsOnce;

    Neighbourhood(Path folder) throws IOException {
        vectors =
                StubUpstream.start(
                        StubUpstream.openAi().holdHeaders(Neighbourhood::isHeld).embeddings());
        model = StubUpstream.start(this::answer);
        hangingSite = site("127.0.0.1", this::holdPage);
        site = site("127.0.0.2", () -> {});
        Path orgs = Files.createDirectories(folder.resolve("config/orgs"));
        Path documents = Files.createDirectories(folder.resolve("documents"));
        Files.writeString(documents.resolve("ferry.md"), "# Ferry\n\nThe ferry leaves at nine.");
        Files.writeString(orgs.resolve("other.yaml"), organisation("other", 1, ""));
        server =
                RunningServer.start(
                        folder,
                        "server: {max-streams: " + STREAMS + ", shutdown-grace: 0s}\n",
                        organisation("acme", CHATBOTS, "quota: {documents: " + QUOTA + "}"));
    }

    private static boolean isHeld(StubCall call) {
        return call.body().contains(HELD);
    }

    private static StubScript hello() {
        return StubUpstream.openAi().tokens("Hello").finish("stop").usage(3, 1);
    }

    private StubScript answer(StubCall call) {
        if (call.header("Authorization").endsWith(ACME)) {
            return answersOfAcme;
        }
        boolean first = callsOfTheOther.getAndIncrement() == 0;
        return first && otherFailsOnce ? StubUpstream.openAi().status(500) : hello();
    }

    private void holdPage() {
        pagesHeld.incrementAndGet();
        try {
            siteHolds.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static HttpServer site(String address, Runnable before) throws IOException {
        var at = new InetSocketAddress(InetAddress.ofLiteral(address), 0);
        HttpServer site = HttpServer.create(at, 0);
        site.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        site.createContext(
                "/",
                exchange -> {
                    before.run();
                    byte[] page =
                            "<html><title>Page</title><body><p>The bus leaves at ten and is large."
                                    .getBytes(StandardCharsets.UTF_8);
                    boolean there = !exchange.getRequestURI().getPath().equals("/robots.txt");
                    exchange.getResponseHeaders().set("Content-Type", "text/html");
                    exchange.sendResponseHeaders(there ? 200 : 404, page.length);
                    exchange.getResponseBody().write(page);
                    exchange.close();
                });
        site.start();
        return site;
    }

    private String organisation(String org, int chatbots, String more) {
        String hash = KeyHashes.of(KEY + org);
        var yaml = new StringBuilder("admin-keys: [\"" + hash + "\"]\n" + more + "\n");
        yaml.append("chatbots:\n");
        for (int i = 0; i < chatbots; i++) {
            yaml.append(
                    """
                      bot%d:
                        llm: {provider: openai, model: m, base-url: "%s", api-key: %s}
                        answering: {when-weak: answer, when-none: answer}
                        limits: {concurrent-answers: 1000, messages-per-minute: 1000}
                        knowledge: {sources: [{path: ../../documents}], allow: [127.0.0.0/8]}
                        retrieval:
                          embedding: {provider: openai, base-url: "%s", model: e, dimensions: 32}
                    """
                            .formatted(i, model.uri("/v1"), "key-of-" + org, vectors.uri("/v1")));
        }
        return yaml.toString();
    }

    RunningServer server() {
        return server;
    }

    /** How acme's model answers from now on. */
    void acmeAnswers(StubScript script) {
        answersOfAcme = script;
    }

    /** The first call for the other one fails. */
    void otherFailsOnce() {
        otherFailsOnce = true;
    }

    /** What acme does in the background, each on a thread of its own. */
    void atOnce(int times, IntConsumer work) {
        for (int i = 0; i < times; i++) {
            int number = i;
            var _ = threads.submit(() -> work.accept(number));
        }
    }

    /** Acme's embedding calls that are held. */
    int heldVectors() {
        return (int)
                IntStream.range(0, vectors.calls())
                        .mapToObj(vectors::call)
                        .filter(call -> isHeld(call) && !call.isClosed())
                        .count();
    }

    /** Acme's calls of its model that have come, and of those the ones that are still open. */
    int openCalls() {
        return (int)
                IntStream.range(0, model.calls())
                        .mapToObj(model::call)
                        .filter(call -> call.header("Authorization").endsWith(ACME))
                        .filter(call -> !call.isClosed())
                        .count();
    }

    int calls() {
        return model.calls();
    }

    int pagesHeld() {
        return pagesHeld.get();
    }

    String hangingPage(int number) {
        return page(hangingSite, number);
    }

    String page(int number) {
        return page(site, number);
    }

    private static String page(HttpServer of, int number) {
        InetSocketAddress at = of.getAddress();
        return "http://%s:%d/page-%d"
                .formatted(at.getAddress().getHostAddress(), at.getPort(), number);
    }

    static <T> T await(String what, Supplier<T> look, T wanted) {
        return Conditions.await(what, look, wanted::equals);
    }

    HttpResponse<Stream<String>> ask(String chatbot, String question, int number) {
        return server.open(chatbot, question, "a-session-that-is-long-enough-" + number);
    }

    HttpResponse<String> put(String chatbot, String id, String type, byte[] content) {
        return server.send(
                request(chatbot, "documents/" + id)
                        .header("Content-Type", type)
                        .PUT(BodyPublishers.ofByteArray(content))
                        .build());
    }

    HttpResponse<String> put(String chatbot, String id, String text) {
        return put(chatbot, id, "text/markdown", text.getBytes(StandardCharsets.UTF_8));
    }

    /** Has many documents indexed, without waiting for it. */
    HttpResponse<String> putAll(String chatbot, int documents, String text) {
        String form =
                IntStream.range(0, documents)
                        .mapToObj(
                                i ->
                                        """
                                        --x\r
                                        Content-Disposition: form-data; name="file"; filename="held-%d.txt"\r
                                        Content-Type: text/plain\r
                                        \r
                                        %s, document %d of many\r
                                        """
                                                .formatted(i, text, i))
                        .collect(Collectors.joining("", "", "--x--\r\n"));
        return server.send(
                request(chatbot, "documents")
                        .header("Content-Type", "multipart/form-data; boundary=x")
                        .POST(BodyPublishers.ofString(form))
                        .build());
    }

    HttpResponse<String> fetch(String chatbot, String address) {
        return server.send(
                request(chatbot, "documents")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"url\": \"" + address + "\"}"))
                        .build());
    }

    HttpResponse<String> search(String chatbot, String query) {
        return server.send(
                request(chatbot, "search")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"query\": \"" + query + "\"}"))
                        .build());
    }

    /** The states of a chatbot's documents, by id. */
    Map<String, String> states(String chatbot) {
        String body = server.send(request(chatbot, "documents?limit=1000").build()).body();
        return RunningServer.json(body)
                .path("documents")
                .valueStream()
                .collect(
                        Collectors.toMap(
                                each -> each.path("id").asText(),
                                each -> each.path("state").asText()));
    }

    private HttpRequest.Builder request(String chatbot, String call) {
        int slash = chatbot.indexOf('/');
        String org = chatbot.substring(0, slash);
        String path = "/api/orgs/" + org + "/chatbots" + chatbot.substring(slash) + "/" + call;
        return HttpRequest.newBuilder(server.uri(path))
                .header("Authorization", "Bearer " + KEY + org);
    }

    /** An upload of acme's that has begun and goes no further. */
    RawVisitor drip(int number) {
        var drip = RawVisitor.of(server.port());
        visitors.add(drip);
        drip.send(
                """
                PUT /api/orgs/acme/chatbots/bot0/documents/drip%d.txt HTTP/1.1\r
                Host: x\r
                Authorization: Bearer %sacme\r
                Content-Type: text/plain\r
                Content-Length: 1000000\r
                Expect: 100-continue\r
                \r
                """
                        .formatted(number, KEY));
        return drip;
    }

    @Override
    public void close() {
        siteHolds.countDown();
        visitors.forEach(RawVisitor::close);
        vectors.close(); // which fails what is held
        model.close();
        server.close();
        threads.shutdownNow();
        hangingSite.stop(0);
        site.stop(0);
    }

    /** The processes that read documents, the oldest first. */
    static List<ProcessHandle> readers() {
        List<ProcessHandle> readers =
                ProcessHandle.current()
                        .children()
                        .sorted(
                                Comparator.comparing(
                                        each -> each.info().startInstant().orElseThrow()))
                        .toList();
        if (readers.isEmpty()) {
            throw new AssertionError("no process reads documents");
        }
        return readers;
    }

    static void signal(String signal, ProcessHandle process) {
        try {
            new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
