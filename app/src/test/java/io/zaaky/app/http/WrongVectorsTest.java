package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.app.RunningServer;
import io.zaaky.app.config.KeyHashes;
import io.zaaky.testkit.Conditions;
import io.zaaky.testkit.StubCall;
import io.zaaky.testkit.StubUpstream;
import io.zaaky.testkit.WrongVectors;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server for embeddings that answers wrongly, for a while. */
@Tag("ING-17")
class WrongVectorsTest {
    private static final String KEY = "zk_a-key-of-acme-that-nobody-guesses";
    private static final String DOCUMENTS = "/api/orgs/acme/chatbots/bot/documents";
    private static final String TEXT = "# Ferry\n\nThe ferry leaves at nine.";

    private final AtomicReference<Optional<WrongVectors>> wrong =
            new AtomicReference<>(Optional.empty());

    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource
    void aDocumentSaysAtOnceWhyItWaitsAndWhenItIsTriedAgain(WrongVectors how) {
        try (var vectors = StubUpstream.start(StubUpstream.openAi().embeddings(this::made));
                var server = start(vectors)) {
            wrong.set(Optional.of(how));
            JsonNode put = put(server, "ferry.md");
            assertWaits(put);
            assertWaits(get(server, "/ferry.md"));
            String reason = get(server, "/ferry.md").path("reason").asText();
            assertTrue(reason.contains(": it sent "), reason);
            wrong.set(Optional.empty());
            JsonNode indexed =
                    Conditions.await(
                            "the document is indexed",
                            () -> get(server, "/ferry.md"),
                            document -> document.path("state").asText().equals("indexed"));
            assertTrue(indexed.path("reason").isNull(), indexed::toString);
        }
    }

    @Test
    void theNextVersionWaitsAndTheOneBeforeStays() {
        try (var vectors = StubUpstream.start(StubUpstream.openAi().embeddings(this::made));
                var server = start(vectors)) {
            assertEquals("indexed", put(server, "ferry.md").path("state").asText());
            wrong.set(Optional.of(WrongVectors.ZERO));
            HttpRequest next =
                    request(server, "/ferry.md")
                            .header("Content-Type", "text/markdown")
                            .PUT(BodyPublishers.ofString("# Ferry\n\nIt leaves at ten now."))
                            .build();
            JsonNode waits = RunningServer.json(server.send(next).body());
            assertWaits(waits);
            assertTrue(
                    waits.path("reason").asText().endsWith(" The version before stays."),
                    waits::toString);
            assertEquals(1, waits.path("chunks").asInt(), waits::toString);
        }
    }

    @Test
    void aDocumentOfAFolderSaysSoToo() throws IOException {
        wrong.set(Optional.of(WrongVectors.ONE_TOO_FEW));
        Path documents = Files.createDirectories(folder.resolve("documents"));
        Files.writeString(documents.resolve("a.md"), TEXT);
        try (var vectors = StubUpstream.start(StubUpstream.openAi().embeddings(this::made));
                var server =
                        start(vectors, "knowledge: {sources: [{path: '" + documents + "'}]}")) {
            assertWaits(get(server, "/a.md"));
            JsonNode list = get(server, "").path("documents");
            assertEquals(1, list.size(), list::toString);
            assertWaits(list.get(0));
            wrong.set(Optional.empty());
            Conditions.await(
                    "the document is indexed",
                    () -> get(server, "/a.md"),
                    document -> document.path("state").asText().equals("indexed"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aQuestionWithAWrongVectorIsNotAnswered(WrongVectors how) {
        try (var vectors = StubUpstream.start(StubUpstream.openAi().embeddings(this::made));
                var server = start(vectors)) {
            assertEquals("indexed", put(server, "ferry.md").path("state").asText());
            wrong.set(Optional.of(how));
            JsonNode last =
                    server.lastEvent(
                            "acme/bot", "When does the ferry leave?", "a-long-session-id-of-mine");
            assertEquals("retrieval_unavailable", last.path("code").asText(), last::toString);
            assertFalse(last.toString().contains("vector"), last::toString);
        }
    }

    private static void assertWaits(JsonNode document) {
        assertEquals("pending", document.path("state").asText(), document::toString);
        String reason = document.path("reason").asText();
        assertTrue(reason.startsWith("It is not indexed yet: "), document::toString);
        assertTrue(
                reason.matches(".* It is tried again (in a moment|at [0-9T:-]+Z)\\..*"),
                document::toString);
    }

    private List<float[]> made(StubCall call, List<float[]> right) {
        return wrong.get().map(how -> how.apply(right)).orElse(right);
    }

    private RunningServer start(StubUpstream vectors) {
        return start(vectors, "");
    }

    private RunningServer start(StubUpstream vectors, String more) {
        return RunningServer.start(
                folder,
                "",
                """
                admin-keys: ["%s"]
                chatbots:
                  bot:
                    llm: {provider: extractive}
                    retrieval:
                      embedding: {provider: openai, base-url: "%s", model: e, dimensions: 32}
                    %s
                """
                        .formatted(KeyHashes.of(KEY), vectors.uri("/v1"), more));
    }

    private static HttpRequest.Builder request(RunningServer server, String path) {
        return HttpRequest.newBuilder(server.uri(DOCUMENTS + path))
                .header("Authorization", "Bearer " + KEY);
    }

    private static JsonNode put(RunningServer server, String id) {
        HttpRequest request =
                request(server, "/" + id)
                        .header("Content-Type", "text/markdown")
                        .PUT(BodyPublishers.ofString(TEXT))
                        .build();
        return RunningServer.json(server.send(request).body());
    }

    private static JsonNode get(RunningServer server, String path) {
        return RunningServer.json(server.send(request(server, path).build()).body());
    }
}
