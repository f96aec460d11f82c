package io.zaaky.app.knowledge;

import com.sun.net.httpserver.HttpServer;
import io.zaaky.ingestion.web.WebTarget;
import io.zaaky.ingestion.web.WebUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A website of one page, {@code /page}, whatever query comes with it. */
final class PageServer implements AutoCloseable {
    private final HttpServer server;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    PageServer(String html) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    String path = exchange.getRequestURI().toString();
                    requests.add(path);
                    exchange.getResponseHeaders().set("Content-Type", "text/html");
                    byte[] body = html.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(path.startsWith("/page") ? 200 : 404, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
    }

    WebTarget target() {
        var url = WebUrl.parse("http://127.0.0.1:" + server.getAddress().getPort() + "/page");
        return new WebTarget(WebTarget.Kind.SITE, url, 0, 10, List.of(), List.of());
    }

    /** What was asked for, in order. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
