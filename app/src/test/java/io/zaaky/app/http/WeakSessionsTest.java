package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.app.RunningServer;
import io.zaaky.app.chat.Ids;
import io.zaaky.spi.ChatbotKey;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ids that open something are the server's, and nobody can guess one. */
class WeakSessionsTest {
    private static final int MANY = 2000;

    private static final String ACME =
            """
            chatbots:
              bot:
                llm: {provider: extractive}
                limits: {messages-per-minute: 1000000}
            """;

    private static Stream<String> guessed() {
        Stream<String> words =
                Stream.of(
                        "1",
                        "test",
                        "0000",
                        "null",
                        "undefined",
                        "user",
                        "admin",
                        "session",
                        "default",
                        "anonymous",
                        "guest",
                        "demo",
                        "abc",
                        "me",
                        "-",
                        "_",
                        "1.0");
        Stream<String> numbers =
                IntStream.range(0, 40).mapToObj(i -> String.valueOf((1L << i) - 1));
        Stream<String> times = Stream.of(String.valueOf(System.currentTimeMillis()));
        return Stream.of(words, numbers, times).flatMap(each -> each);
    }

    @Test
    @Tag("TEN-05")
    void whatCanBeGuessedOpensNothing(@TempDir Path folder) {
        try (var server = RunningServer.start(folder, "", ACME)) {
            Set<String> given = new HashSet<>();
            List<String> sessions = guessed().distinct().toList();
            for (String session : sessions) {
                JsonNode last = server.lastEvent("acme/bot", "My secret is " + session, session);
                String own = last.path("session_id").asText();
                assertNotEquals(session, own);
                given.add(own);
                assertEquals(2, server.history("acme/bot", own).size(), own);
            }
            assertEquals(sessions.size(), given.size(), "two were given one conversation");
            for (String session : sessions) {
                assertEquals(List.of(), server.history("acme/bot", session), session);
            }
        }
    }

    @Test
    @Tag("TEN-05")
    void thousandsOfIdsHaveNothingInCommonAndNoOrder() {
        var ids = new Ids(new SecureRandom());
        var chatbot = new ChatbotKey("acme", "bot");
        assertRandom(ids::session);
        assertRandom(() -> ids.message(chatbot));
    }

    private static void assertRandom(Supplier<String> ids) {
        List<String> all = Stream.generate(ids).limit(MANY).toList();
        assertEquals(MANY, Set.copyOf(all).size(), "distinct ids");
        for (int place = 0; place < 21; place++) { // the 22nd has four bits
            int at = place;
            long letters = all.stream().map(id -> id.charAt(at)).distinct().count();
            assertTrue(letters > 50, () -> letters + " different letters at " + at);
        }
        long rising =
                IntStream.range(1, MANY)
                        .filter(i -> all.get(i).compareTo(all.get(i - 1)) > 0)
                        .count();
        assertTrue(rising > MANY * 0.4 && rising < MANY * 0.6, () -> rising + " of them rise");
    }
}
