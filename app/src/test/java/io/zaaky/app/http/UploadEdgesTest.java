package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.app.RunningServer;
import io.zaaky.app.config.KeyHashes;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads at the edges: of sizes, and of names. */
class UploadEdgesTest {
    private static final String KEY = "zk_owner-of-the-edges-that-nobody-guesses";
    private static final String DOCUMENTS = "/api/orgs/acme/chatbots/documents/documents";
    private static final int MOST = 1024;

    private RunningServer server;

    @BeforeEach
    void start(@TempDir Path folder) {
        server =
                RunningServer.start(
                        folder,
                        "server: {max-upload-size: 1KiB}\n",
                        """
                        admin-keys: ['%s']
                        chatbots: {documents: {llm: {provider: extractive}}}
                        """
                                .formatted(KeyHashes.of(KEY)));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> send(String method, String path, String type, String body) {
        return server.send(
                HttpRequest.newBuilder(server.uri(path))
                        .header("Authorization", "Bearer " + KEY)
                        .header("Content-Type", type)
                        .method(method, BodyPublishers.ofString(body))
                        .build());
    }

    private HttpResponse<String> form(String part) {
        String body = "--b\r\n" + part + "\r\n--b--\r\n";
        return send("POST", DOCUMENTS, "multipart/form-data; boundary=b", body);
    }

    private static String file(int bytes) {
        return "Content-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\n"
                + "x".repeat(bytes);
    }

    @Test
    void aChatbotMayBeCalledDocuments() {
        HttpResponse<String> put =
                send("PUT", DOCUMENTS + "/in/documents/a.md", "text/markdown", "# A\n\nText.");
        assertEquals(201, put.statusCode(), put.body());
        assertEquals("in/documents/a.md", RunningServer.json(put.body()).path("id").asText());
        HttpResponse<String> gone =
                send("DELETE", DOCUMENTS + "/in/documents/a.md", "text/plain", "");
        assertEquals(204, gone.statusCode(), gone.body());
    }

    @Test
    void aFileOfAFormMayBeAsLargeAsADocumentAndNoLarger() {
        HttpResponse<String> largest = form(file(MOST));
        assertEquals(202, largest.statusCode(), largest.body());
        HttpResponse<String> larger = form(file(MOST + 1));
        assertEquals(413, larger.statusCode(), larger.body());
        assertEquals("payload_too_large", RunningServer.json(larger.body()).path("code").asText());
    }

    @Test
    void whatIsNoFormNamesTheField() {
        for (HttpResponse<String> refused :
                List.of(
                        form("Content-Disposition: form-data; name=\"note\"\r\n\r\nno file"),
                        send("POST", DOCUMENTS, "multipart/form-data", "nothing"))) {
            JsonNode problem = RunningServer.json(refused.body());
            assertEquals(422, refused.statusCode(), refused.body());
            assertEquals("invalid_field", problem.path("code").asText(), refused.body());
            assertFalse(problem.path("field").asText().isEmpty(), refused.body());
        }
    }
}
