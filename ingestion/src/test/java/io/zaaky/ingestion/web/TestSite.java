package io.zaaky.ingestion.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A website on an address of this machine. Pages with an {@code ETag} answer 304 to it. */
final class TestSite implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Response> pages = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    /** The body's characters are its bytes. */
    private record Response(int status, String body, Map<String, String> headers) {}

    TestSite() {
        this("127.0.0.1");
    }

    TestSite(String address) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral(address), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    String address() {
        return "http://127.0.0.1:" + port();
    }

    WebUrl url(String path) {
        return WebUrl.parse(address() + path);
    }

    TestSite page(String path, String html) {
        return answer(path, 200, html, Map.of("Content-Type", "text/html; charset=utf-8"));
    }

    TestSite page(String path, String html, String etag) {
        return answer(path, 200, html, Map.of("Content-Type", "text/html", "ETag", etag));
    }

    TestSite redirect(String path, String to) {
        return answer(path, 302, "", Map.of("Location", to));
    }

    TestSite status(String path, int status) {
        return answer(path, status, "status " + status, Map.of("Content-Type", "text/html"));
    }

    TestSite answer(String path, int status, String body, Map<String, String> headers) {
        pages.put(path, new Response(status, body, headers));
        return this;
    }

    /** What was asked for since the last call, in order; 304 is told. */
    List<String> requests() {
        List<String> all = List.copyOf(requests);
        requests.clear();
        return all;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        Response page = pages.getOrDefault(path, new Response(404, "nothing", Map.of()));
        String etag = page.headers().getOrDefault("ETag", "none");
        boolean same = etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
        requests.add(path + (same ? " 304" : ""));
        page.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] body = page.body().getBytes(StandardCharsets.ISO_8859_1);
        exchange.sendResponseHeaders(
                same ? 304 : page.status(), same || body.length == 0 ? -1 : body.length);
        if (!same) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
