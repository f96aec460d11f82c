package io.zaaky.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Makes calls with a key. */
final class Administrator implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final ZaakyProcess zaaky;
    private final String key;

    Administrator(ZaakyProcess zaaky, String key) {
        this.zaaky = zaaky;
        this.key = key;
    }

    /** A call that must be answered by that status; returns the body. */
    String call(int status, String method, String path) {
        return call(status, method, path, "text/plain", "");
    }

    /**
     * The same with a body.
     *
     * @param type of the body
     */
    String call(int status, String method, String path, String type, String body) {
        HttpRequest request =
                HttpRequest.newBuilder(zaaky.at(path))
                        .header("Authorization", "Bearer " + key)
                        .header("Content-Type", type)
                        .method(method, BodyPublishers.ofString(body))
                        .build();
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            if (response.statusCode() != status) {
                throw new AssertionError(
                        method + " " + path + ": " + response.statusCode() + " " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    /** What can be read there. */
    JsonNode json(String path) {
        return Visitor.json(call(200, "GET", path));
    }

    @Override
    public void close() {
        client.close();
    }
}
