package io.zaaky.e2e;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/** Stands where Zaaky would: answers as a test tells it to, and remembers what it was asked. */
final class NginxUpstream implements AutoCloseable {
    /** How one request is answered; runs on a virtual thread of its own. */
    @FunctionalInterface
    interface Answer {
        void give(HttpExchange exchange) throws IOException;
    }

    /** What came through. */
    record Request(String method, String target, Headers headers, int bytes) {
        /** All values of a header, none if it is absent. */
        List<String> header(String name) {
            List<String> values = headers.get(name);
            return values == null ? List.of() : List.copyOf(values);
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    private volatile Answer answer = NginxUpstream::ok;

    NginxUpstream() {
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            server = HttpServer.create(address, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    void answers(Answer how) {
        answer = how;
    }

    /** Takes the requests that came since the last call. */
    List<Request> requests() {
        List<Request> all = new ArrayList<>();
        requests.drainTo(all);
        return all;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            int bytes = exchange.getRequestBody().readAllBytes().length;
            requests.add(
                    new Request(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI().toString(),
                            exchange.getRequestHeaders(),
                            bytes));
            answer.give(exchange);
        }
    }

    static void ok(HttpExchange exchange) throws IOException {
        json(exchange, 200, "application/json", "{}");
    }

    static void problem(HttpExchange exchange, int status, String body) throws IOException {
        json(exchange, status, "application/problem+json", body);
    }

    private static void json(HttpExchange exchange, int status, String type, String body)
            throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** Opens an event stream with the headers that Zaaky gives it. */
    static OutputStream stream(HttpExchange exchange) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "text/event-stream; charset=utf-8");
        headers.set("Cache-Control", "no-cache");
        headers.set("X-Accel-Buffering", "no");
        headers.set("X-Session-Id", "session-of-the-stream");
        exchange.sendResponseHeaders(200, 0);
        return exchange.getResponseBody();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
