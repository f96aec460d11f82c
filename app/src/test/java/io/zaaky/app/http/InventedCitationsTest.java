package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.app.RunningServer;
import io.zaaky.testkit.StubScript;
import io.zaaky.testkit.StubUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model cites documents though it was given none. */
@Tag("UP-20")
class InventedCitationsTest {
    private static final String SESSION = "a-session-that-is-long-enough-";

    @TempDir Path folder;

    @Test
    void aChatbotWithoutDocumentsCitesNothingHoweverItIsAsked() {
        try (var upstream =
                        StubUpstream.start(
                                says(
                                        "It is nine [1",
                                        "], ten [",
                                        "9] or [17] ",
                                        "`a[0]`, a[1] and [2",
                                        "](https://a.example/)"));
                var server =
                        RunningServer.start(
                                folder, "", "chatbots: {bot: {%s}}".formatted(llm(upstream)))) {
            everyWay(
                    server,
                    "When?",
                    "It is nine , ten  or  `a[0]`, a[1] and [2](https://a.example/)");
        }
    }

    @Test
    void whereNoDocumentFitsOrThereIsOnlyAGreetingNothingIsCitedEither() throws IOException {
        Path documents = Files.createDirectories(folder.resolve("documents"));
        Files.writeString(documents.resolve("ferry.md"), "# Ferry\n\nThe ferry leaves at nine.");
        try (var upstream = StubUpstream.start(says("As [1] says[", "9]: hello [", "17, 2]."));
                var vectors = StubUpstream.start(StubUpstream.openAi().embeddings());
                var server =
                        RunningServer.start(
                                folder,
                                "",
                                """
                                chatbots:
                                  bot:
                                    %s
                                    knowledge: {sources: [{path: '%s'}]}
                                    answering: {when-none: answer}
                                    retrieval: {embedding: {provider: openai, base-url: '%s', model: e}}
                                """
                                        .formatted(llm(upstream), documents, vectors.uri("/v1")))) {
            everyWay(server, "Hello!", "As  says: hello .");
            everyWay(server, "Who was the first king of Norway?", "As  says: hello .");
        }
    }

    private static void everyWay(RunningServer server, String question, String wanted) {
        String session = SESSION + question.length();
        List<JsonNode> events = server.stream("acme/bot", question, session).toList();
        JsonNode complete = events.getLast();
        assertEquals(wanted, complete.path("content").asText(), complete::toString);
        assertEquals("none", complete.path("context_quality").path("verdict").asText());
        assertEquals(0, complete.path("sources").size(), complete::toString);
        assertEquals(wanted, joined(events, "content", "token"));

        JsonNode whole =
                RunningServer.json(
                        server.chat(RunningServer.body("acme/bot", question, session)).body());
        assertEquals(wanted, whole.path("content").asText(), whole::toString);

        List<JsonNode> chunks =
                RunningServer.events(
                                server.lines(
                                                server.post(
                                                        "/api/public/chat/chunked",
                                                        RunningServer.body(
                                                                "acme/bot", question, session)))
                                        .body())
                        .toList();
        assertEquals(wanted, joined(chunks, "chunk", ""));

        List<JsonNode> history = server.history("acme/bot", session);
        assertEquals(6, history.size(), history::toString);
        for (int i = 1; i < history.size(); i += 2) {
            assertEquals(wanted, history.get(i).path("content").asText(), history::toString);
        }
    }

    private static String joined(List<JsonNode> events, String field, String type) {
        return events.stream()
                .filter(event -> event.path("type").asText().equals(type))
                .map(event -> event.path(field).asText())
                .collect(Collectors.joining());
    }

    private static StubScript says(String... tokens) {
        return StubUpstream.openAi().tokens(tokens).finish("stop").usage(3, 1);
    }

    private static String llm(StubUpstream upstream) {
        return "llm: {provider: openai, base-url: '%s', model: m}".formatted(upstream.uri("/v1"));
    }
}
