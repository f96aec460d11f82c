package io.zaaky.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** A browser in front of nginx: speaks HTTP/2 where it is offered and follows no redirect. */
final class NginxVisitor implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final HttpClient client;
    private final SSLSocketFactory sockets;

    NginxVisitor(NginxCertificate certificate) {
        sockets = certificate.client().getSocketFactory();
        client = HttpClient.newBuilder().sslContext(certificate.client()).build();
    }

    /** A question, ready to be sent with further headers. */
    static HttpRequest.Builder question(URI address, String body) {
        return request(address)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    static HttpRequest.Builder request(URI address) {
        return HttpRequest.newBuilder(address).timeout(LIMIT);
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        return send(request, BodyHandlers.ofString());
    }

    /** Returns with the headers; closing the body tells the server that the visitor has left. */
    HttpResponse<InputStream> open(HttpRequest.Builder request) throws IOException {
        return send(request, BodyHandlers.ofInputStream());
    }

    /** Sends a request line that no client would make, by HTTP/1.1; returns all that comes back. */
    String raw(int port, String method, String target) throws IOException {
        try (var socket = (SSLSocket) sockets.createSocket("localhost", port)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName("localhost"))); // a name without dots
            socket.setSSLParameters(parameters);
            socket.setSoTimeout((int) LIMIT.toMillis());
            String request =
                    method
                            + " "
                            + target
                            + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer key\r\n"
                            + "Connection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> body)
            throws IOException {
        try {
            return client.send(request.build(), body);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
