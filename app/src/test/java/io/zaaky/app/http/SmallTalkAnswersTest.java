package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.app.RunningServer;
import io.zaaky.testkit.StubCall;
import io.zaaky.testkit.StubUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said to a chatbot with documents, as the first message, that is no question for them. */
@Tag("UP-21")
class SmallTalkAnswersTest {
    private static StubUpstream model;
    private static StubUpstream vectors;
    private static RunningServer server;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        Path documents = Files.createDirectories(folder.resolve("documents"));
        Files.writeString(
                documents.resolve("fees.md"),
                "# Fines\n\nWho needs help paying a fine comes to the office.");
        model =
                StubUpstream.start(
                        StubUpstream.openAi().tokens("Fine!").finish("stop").usage(3, 1));
        vectors = StubUpstream.start(StubUpstream.openAi().embeddings());
        String knowledge =
                "limits: {messages-per-minute: 1000}, knowledge: {sources: [{path: '%s'}]}, retrieval: {embedding: {provider: openai, base-url: '%s', model: e}}"
                        .formatted(documents, vectors.uri("/v1"));
        server =
                RunningServer.start(
                        folder,
                        "",
                        """
                        chatbots:
                          quotes: {llm: {provider: extractive}, %s}
                          greets: {llm: {provider: extractive}, greeting: 'Welcome to the harbour!', %s}
                          talks: {llm: {provider: openai, base-url: '%s', model: m}, %s}
                        """
                                .formatted(knowledge, knowledge, model.uri("/v1"), knowledge));
    }

    @AfterAll
    static void stop() {
        server.close();
        vectors.close();
        model.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Hey there, how are you?|wellbeing|I am fine, thank you!",
                "Thanks for your help, bye!|goodbye|Goodbye!",
                "who are you?|identity|I am the assistant of this website",
                "Hi, are you a robot?|robot|I am a computer program",
                "can you help me?|help|",
                "I want to talk to a person|person|",
                "Guten Morgen! Wie geht es dir?|wellbeing|",
                "Merci beaucoup, bonne journée|goodbye|",
                "¿Eres un robot?|robot|",
                "Ciao, chi sei?|identity|",
                "Você pode me ajudar?|help|",
                "Ik wil met een medewerker praten|person|",
                "Hej, hur mår du?|wellbeing|",
                "Dziękuję bardzo!|thanks|",
                "Merhaba, nasılsın?|wellbeing|",
                "Спасибо, до свидания|goodbye|",
                "من أنت؟|identity|",
                "你是机器人吗？|robot|",
                "ありがとうございます！|thanks|"
            })
    void isAnsweredAndNotRefusedWithoutAModelInEachLanguage(
            String message, String about, String begins) {
        JsonNode complete = complete("quotes", message);
        assertEquals("stop", complete.path("finish_reason").asText(), complete::toString);
        JsonNode quality = complete.path("context_quality");
        assertEquals("none", quality.path("verdict").asText(), complete::toString);
        assertEquals(about, quality.path("small_talk").asText(), complete::toString);
        assertTrue(quality.path("reasons").path(0).asText().startsWith("Small talk ("));
        assertTrue(complete.path("sources").isEmpty(), complete::toString);
        String content = complete.path("content").asText();
        assertTrue(content.contains(begins == null ? "" : begins), content);
        assertFalse(content.isBlank(), complete::toString);
    }

    @ParameterizedTest
    @CsvSource({"Hello!", "guten Tag", "Bonjour !", "こんにちは"})
    void aGreetingIsAnsweredByTheChatbotsOwn(String message) {
        String content = complete("greets", message).path("content").asText();
        assertTrue(content.endsWith("Welcome to the harbour!"), content);
    }

    @Test
    void aLanguageModelIsToldThatItIsSmallTalkAndGivenNoDocuments() {
        JsonNode complete = complete("talks", "Hey there, how are you?");
        assertEquals("Fine!", complete.path("content").asText());
        assertEquals("stop", complete.path("finish_reason").asText(), complete::toString);
        StubCall call = model.call(model.calls() - 1);
        String asked = call.body();
        assertTrue(asked.contains("small talk"), asked);
        assertFalse(asked.contains("paying a fine"), asked);
    }

    @ParameterizedTest
    @CsvSource({
        "I need help paying my fine",
        "'Hello, can you help me with my parking ticket?'",
        "'Thanks, and what about a fine?'",
        "Can I talk to a person in the office about my ticket?"
    })
    void aQuestionThatLooksLikeItIsLookedUp(String question) {
        JsonNode complete = complete("quotes", question);
        JsonNode quality = complete.path("context_quality");
        assertFalse(quality.has("small_talk"), complete::toString);
        assertTrue(quality.has("signals"), complete::toString);
    }

    @Test
    void theHistoryTellsItToo() {
        String session = "a-session-that-is-long-enough-to-keep";
        var _ = server.stream("acme/quotes", "Thank you!", session).toList();
        List<JsonNode> history = server.history("acme/quotes", session);
        JsonNode answer = history.getLast();
        assertEquals(
                "thanks",
                answer.path("context_quality").path("small_talk").asText(),
                history::toString);
    }

    private static JsonNode complete(String chatbot, String message) {
        String session = "session-of-" + Integer.toHexString(message.hashCode()) + "-0123456789";
        return server.stream("acme/" + chatbot, message, session).toList().getLast();
    }
}
