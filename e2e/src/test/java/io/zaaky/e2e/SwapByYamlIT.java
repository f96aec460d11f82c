package io.zaaky.e2e;

import static io.zaaky.e2e.Installation.EXTRACTIVE;
import static io.zaaky.e2e.Installation.QUESTION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.testkit.Services;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every part of a chatbot is another one after a change of YAML and a restart. */
final class SwapByYamlIT {
    private static final String LUCENE = "retrieval: {provider: lucene}";

    private final Visitor visitor = new Visitor("acme/desk", "the-session-of-the-swaps-1");
    private Installation installation;

    @BeforeEach
    void answersByExtractiveLuceneAndSqlite(@TempDir Path folder) {
        installation = Installation.in(folder);
        installation.desk(EXTRACTIVE, LUCENE);
        try (var zaaky = installation.serve()) {
            Told told = ask(zaaky, "extractive", "extractive");
            assertTrue(told.text().contains("12 euros"), told::text);
            assertEquals(2, visitor.history(zaaky).size());
            zaaky.stop();
        }
    }

    @AfterEach
    void leave() {
        visitor.close();
    }

    @Test
    void theModelBecomesOllama() {
        installation.desk(ollama(), LUCENE);
        askAgain("ollama", 4);
    }

    @Test
    void theModelBecomesAnOpenAiCompatibleServer() {
        installation.desk(openAi(), LUCENE);
        askAgain("openai", 4);
    }

    @Test
    void theDocumentsMoveToPostgres() {
        try (var database = new OwnDatabase()) {
            installation.server(dataSource(database));
            installation.desk(EXTRACTIVE, "retrieval: {provider: pgvector, data-source: postgres}");
            askAgain("extractive", 4);
            assertTrue(database.number("SELECT sum(chunks) FROM retrieval_scope") >= 2);
        }
    }

    @Test
    void theConversationsMoveToPostgres() {
        try (var database = new OwnDatabase()) {
            installation.server(dataSource(database));
            installation.desk(EXTRACTIVE, LUCENE, "conversations: {data-source: postgres}");
            askAgain("extractive", 2);
            assertEquals(2, database.number("SELECT count(*) FROM messages"));
        }
    }

    @Test
    void everythingIsSwappedAtOnce() {
        try (var database = new OwnDatabase()) {
            installation.server(dataSource(database));
            installation.desk(
                    openAi(),
                    "retrieval: {provider: pgvector, data-source: postgres, embedding: {provider:"
                            + " ollama, model: smollm2, base-url: \"%s\"}}"
                                    .formatted(Services.ollama()),
                    "conversations: {data-source: postgres}");
            askAgain("openai", 2);
            assertEquals(2, database.number("SELECT count(*) FROM messages"));
            assertTrue(database.number("SELECT sum(chunks) FROM retrieval_scope") >= 2);
        }
    }

    /**
     * Starts anew and asks.
     *
     * @param messages how many the conversation then has
     */
    private void askAgain(String provider, int messages) {
        try (var zaaky = installation.serve()) {
            Told told = ask(zaaky, provider, provider.equals("extractive") ? provider : "smollm2");
            JsonNode history = visitor.history(zaaky);
            assertEquals(messages, history.size(), history::toString);
            JsonNode answer = history.get(messages - 1);
            assertEquals("assistant", answer.path("role").asText(), history::toString);
            assertEquals(told.text(), answer.path("content").asText());
            assertEquals(told.sources(), Told.sources(answer));
            zaaky.stop();
        }
    }

    private Told ask(ZaakyProcess zaaky, String provider, String model) {
        Told told = visitor.ask(zaaky, QUESTION);
        JsonNode complete = told.complete();
        assertEquals(provider, complete.path("provider").asText(), complete::toString);
        assertEquals(model, complete.path("model").asText(), complete::toString);
        assertTrue(told.tokens() > 1, () -> "one piece only: " + told);
        assertEquals(told.text(), complete.path("content").asText());
        assertFalse(told.text().isBlank(), told::toString);
        assertTrue(told.sources().contains("membership.md"), complete::toString);
        assertTrue(
                List.of("stop", "length").contains(complete.path("finish_reason").asText()),
                complete::toString);
        return told;
    }

    private static String ollama() {
        return "llm: {provider: ollama, model: smollm2, base-url: \"%s\", max-tokens: 32}"
                .formatted(Services.ollama());
    }

    private static String openAi() {
        return "llm: {provider: openai, model: smollm2, base-url: \"%s\", max-tokens: 32, context-window: 2048, first-token-timeout: 300s}"
                .formatted(Services.openAi());
    }

    private static String dataSource(OwnDatabase database) {
        return "data-sources:\n  postgres:\n    url: \"" + database.url() + "\"\n";
    }
}
