package io.zaaky.ingestion.web;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;

/** Writes down the headers it is sent, and tries to leave a cookie. */
final class HeaderSite implements AutoCloseable {
    private final HttpServer server;

    HeaderSite(List<String> seen) {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext(
                "/",
                exchange -> {
                    exchange.getRequestHeaders()
                            .forEach(
                                    (name, values) ->
                                            seen.add(
                                                    name.toLowerCase(Locale.ROOT)
                                                            + ": "
                                                            + values.getFirst()));
                    exchange.getResponseHeaders().set("Set-Cookie", "id=1");
                    exchange.sendResponseHeaders(404, -1);
                    exchange.close();
                });
        server.start();
    }

    WebUrl url(String path) {
        return WebUrl.parse("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
