package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.app.RunningServer;
import io.zaaky.testkit.StubUpstream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However much a visitor says, a model is sent a bounded prompt, or nothing. */
class PromptBoundsTest {
    private static final String SESSION = "a-session-of-two-hundred-turns";
    private static final int TURNS = 200;
    private static final int HISTORY = 6;
    private static final int WINDOW = 2000;
    private static final int MOST_TOKENS = 200;

    private StubUpstream model;
    private RunningServer server;

    @BeforeEach
    void start(@TempDir Path folder) {
        model =
                StubUpstream.start(
                        StubUpstream.openAi().tokens("It is so. ".repeat(50)).finish("stop"));
        String llm =
                "llm: {provider: openai, base-url: '%s', model: m, max-tokens: %d, context-window:"
                        .formatted(model.uri("/v1"), MOST_TOKENS);
        server =
                RunningServer.start(
                        folder,
                        "",
                        """
                        chatbots:
                          forgetful:
                            %s 1000000}
                            conversations: {history: %d}
                            limits: {messages-per-minute: 1000000}
                          narrow:
                            %s %d}
                            conversations: {history: 1000}
                            limits: {messages-per-minute: 1000000}
                        """
                                .formatted(llm, HISTORY, llm, WINDOW));
    }

    @AfterEach
    void stop() {
        server.close();
        model.close();
    }

    @ParameterizedTest
    @Tag("COST-08")
    @ValueSource(ints = {4001, 20_000, 1 << 20})
    void aMessageThatIsTooLongReachesNoModelAndNoConversation(int length) {
        for (String path : List.of("", "/stream", "/chunked")) {
            HttpResponse<String> refused =
                    server.send(
                            server.post(
                                    "/api/public/chat" + path,
                                    RunningServer.body(
                                            "acme/narrow", "x".repeat(length), SESSION)));
            assertEquals(413, refused.statusCode(), refused.body());
            String code = length > 1 << 16 ? "payload_too_large" : "message_too_long";
            assertEquals(code, RunningServer.json(refused.body()).path("code").asText());
        }
        assertEquals(0, model.calls());
        assertEquals(List.of(), server.history("acme/narrow", SESSION));
        assertEquals(
                200,
                server.chat(RunningServer.body("acme/narrow", "x".repeat(4000), "")).statusCode());
        assertEquals(1, model.calls(), "a message of the longest length is sent");
    }

    @Test
    @Tag("COST-08")
    void ofTwoHundredTurnsAsManyMessagesAreSentAsAreSet() {
        for (int i = 0; i < TURNS; i++) {
            List<String> sent = turn("acme/forgetful", i);
            assertEquals(2 + Math.min(HISTORY, 2 * i), sent.size(), () -> sent.toString());
        }
        List<String> last = texts(TURNS - 1);
        assertTrue(last.get(1).startsWith("Question 196:"), () -> last.toString());
        assertTrue(last.getLast().startsWith("Question 199:"), () -> last.toString());
    }

    @Test
    @Tag("COST-08")
    void ofTwoHundredTurnsAsMuchIsSentAsFitsTheWindow() {
        for (int i = 0; i < TURNS; i++) {
            List<String> sent = turn("acme/narrow", i);
            int words = sent.stream().mapToInt(PromptBoundsTest::words).sum();
            assertTrue(
                    words <= WINDOW - MOST_TOKENS,
                    () -> "no word is less than a token; words: " + words + " of " + sent);
        }
        List<String> last = texts(TURNS - 1);
        assertTrue(last.getLast().startsWith("Question 199:"), () -> last.toString());
        assertTrue(last.size() > 3, () -> "the newest turns are sent too: " + last);
        assertFalse(last.toString().contains("Question 100:"), () -> last.toString());
    }

    private List<String> turn(String chatbot, int number) {
        String message = "Question " + number + ": " + "is it really so? ".repeat(20);
        JsonNode last = server.lastEvent(chatbot, message, SESSION);
        assertEquals("complete", last.path("type").asText(), last::toString);
        assertEquals(number + 1, model.calls(), "a call of the model each");
        return texts(number);
    }

    /** What the model was sent in a call. */
    private List<String> texts(int call) {
        List<String> texts = new ArrayList<>();
        RunningServer.json(model.call(call).body())
                .path("messages")
                .forEach(message -> texts.add(message.path("content").asText()));
        return texts;
    }

    private static int words(String text) {
        return text.split("[^A-Za-z0-9]+", -1).length;
    }
}
