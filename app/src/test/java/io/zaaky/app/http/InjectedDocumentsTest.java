package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.app.RunningServer;
import io.zaaky.testkit.StubUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Documents that try to be more than documents, from the file to the prompt that a model gets. That
 * a model is not talked into anything is not promised; that it has nothing to misuse, and that the
 * prompt tells its parts apart, is.
 */
class InjectedDocumentsTest {
    private static final String QUESTION = "What does a membership of the rowing club cost?";
    private static final String ANSWER = "A membership of the rowing club costs 120 euros a year.";

    /** What servers of models take for the ends of messages, wherever it stands. */
    private static final Pattern TEMPLATE =
            Pattern.compile(
                    "<[|\uFF5C]|\\[/?INST]|\\[TOOL_CALLS]|<</?SYS>>|</?s>|<(start|end)_of_turn>"
                            + "|</?tool_call>");

    @TempDir Path folder;

    @Test
    @Tag("ING-20")
    @Tag("WEB-03")
    @Tag("WEB-04")
    void noneIsMoreThanADocumentAndNothingItNamesIsFetched() throws IOException {
        try (var sink = StubUpstream.start(StubUpstream.openAi().tokens("fetched"));
                var model =
                        StubUpstream.start(
                                StubUpstream.openAi()
                                        .tokens(
                                                "120 euros [1]. ",
                                                "[99] ![x](",
                                                sink.uri("/m") + ")")
                                        .finish("stop"))) {
            List<Map.Entry<String, String>> injections = Injections.against(sink.uri().toString());
            try (var server = RunningServer.start(folder, "", organisation(injections, model))) {
                for (int n = 0; n < injections.size(); n++) {
                    String name = injections.get(n).getKey();
                    JsonNode complete =
                            server.lastEvent(
                                    "acme/bot" + n, QUESTION, "a-session-long-enough-" + n);
                    JsonNode asked = RunningServer.json(model.call(n).body());
                    assertPrompt(name, asked, complete);
                    assertAnswer(name, complete);
                }
            }
            assertEquals(injections.size(), model.calls());
            assertEquals(0, sink.calls(), "something was fetched");
        }
    }

    private String organisation(List<Map.Entry<String, String>> injections, StubUpstream model)
            throws IOException {
        var yaml = new StringBuilder("chatbots:\n");
        for (int n = 0; n < injections.size(); n++) {
            Path documents = Files.createDirectories(folder.resolve("documents/" + n));
            String name = injections.get(n).getKey();
            Files.writeString(documents.resolve(name), file(name, injections.get(n).getValue()));
            Files.writeString(
                    documents.resolve("juniors.md"),
                    "# Juniors\n\nA membership for juniors costs 40.");
            Files.writeString(
                    documents.resolve("boats.md"), "# Boats\n\nThe rowing club has nine boats.");
            yaml.append(
                    """
                      bot%d:
                        llm: {provider: openai, base-url: '%s', model: m}
                        answering: {when-none: answer}
                        knowledge: {sources: [{path: '%s'}]}
                    """
                            .formatted(n, model.uri("/v1"), documents));
        }
        return yaml.toString();
    }

    /** The injection stands among what answers the question. */
    private static String file(String name, String injection) {
        if (name.endsWith(".html")) {
            return "<title>Fees</title><h1>Fees</h1><p>" + ANSWER + "</p>" + injection;
        }
        return (name.endsWith(".md") ? "# Fees\n\n" : "Fees\n\n")
                + ANSWER
                + "\n\n"
                + injection
                + "\n";
    }

    private static void assertPrompt(String name, JsonNode asked, JsonNode complete) {
        assertEquals(
                List.of("system", "user"),
                asked.path("messages").valueStream().map(one -> one.path("role").asText()).toList(),
                name);
        assertFalse(asked.has("tools") || asked.has("functions"), name);
        String system = asked.path("messages").path(0).path("content").asText();
        assertFalse(system.contains("Fees") || system.contains("120"), name + ": " + system);

        String prompt = asked.path("messages").path(1).path("content").asText();
        List<String> lines = prompt.lines().toList();
        List<String> ours = new ArrayList<>(List.of("Documents:"));
        for (JsonNode source : complete.path("sources")) {
            ours.add("[" + source.path("n").asInt() + "] " + source.path("title").asText());
        }
        ours.add("Question: " + QUESTION);
        assertEquals(
                ours.size(),
                lines.stream().filter(InjectedDocumentsTest::isOurs).count(),
                name + " began a part of its own: " + prompt);
        assertEquals("Documents:", lines.getFirst(), name);
        assertEquals(ours.getLast(), lines.getLast(), name);
        assertTrue(prompt.contains(ANSWER), name + " was not found: " + prompt);
        assertFalse(TEMPLATE.matcher(prompt).find(), name + ": " + prompt);
        assertFalse(prompt.contains("HIDDEN-WORDS"), name + ": " + prompt);
        assertTrue(
                prompt.codePoints()
                        .noneMatch(
                                c ->
                                        c >= 0xE0000
                                                || c == 0x200B
                                                || c == 0x2060
                                                || (c >= 0x202A && c <= 0x202E)
                                                || (c < ' ' && c != '\n' && c != '\t')),
                name + ": " + prompt);
    }

    /** What begins a part of the prompt, wherever blanks are put before it. */
    private static boolean isOurs(String line) {
        return line.strip().matches("(?i)\\p{Z}*(\\[\\d+] |Question:|Documents:).*");
    }

    private static void assertAnswer(String name, JsonNode complete) {
        assertEquals("complete", complete.path("type").asText(), name);
        String answer = complete.path("content").asText();
        assertTrue(answer.startsWith("120 euros [1]. "), name + ": " + answer);
        assertFalse(answer.contains("[99]"), name + ": " + answer);
        Set<String> documents = Set.of(name, "juniors.md", "boats.md");
        Set<String> sources =
                complete.path("sources")
                        .valueStream()
                        .map(source -> source.path("id").asText())
                        .collect(Collectors.toSet());
        assertTrue(documents.containsAll(sources) && !sources.isEmpty(), name + ": " + sources);
        for (JsonNode source : complete.path("sources")) {
            assertTrue(source.path("url").isNull(), name + ": " + source);
        }
    }
}
