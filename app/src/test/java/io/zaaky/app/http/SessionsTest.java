package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.config.StreamingSettings;
import io.zaaky.app.config.StreamingSettings.Mode;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.ConversationKey;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private static final ChatbotKey KEY = new ChatbotKey("org", "bot");

    @Test
    void aShareOfTheSessionsGetsTheModeAndEachKeepsIts() {
        StreamingSettings third = streaming(30);
        long tokens =
                IntStream.range(0, 10_000)
                        .filter(i -> mode(third, "session-" + i) == Mode.TOKENS)
                        .count();
        assertTrue(tokens > 2700 && tokens < 3300, "sessions of 10000 with the mode: " + tokens);
        assertEquals(mode(third, "session-1"), mode(third, "session-1"));
    }

    @Test
    void whoHadTheModeKeepsItWhenTheShareGrows() {
        for (int i = 0; i < 1000; i++) {
            if (mode(streaming(20), "s" + i) == Mode.TOKENS) {
                assertEquals(Mode.TOKENS, mode(streaming(60), "s" + i));
            }
        }
    }

    @Test
    void noneAndAllMeanNoneAndAll() {
        for (int i = 0; i < 1000; i++) {
            assertEquals(Mode.OFF, mode(streaming(0), "s" + i));
            assertEquals(Mode.TOKENS, mode(streaming(100), "s" + i));
        }
    }

    private static Mode mode(StreamingSettings streaming, String session) {
        return Sessions.mode(streaming, new ConversationKey(KEY, session));
    }

    private static StreamingSettings streaming(int rollout) {
        return new StreamingSettings(
                Mode.TOKENS,
                rollout,
                Duration.ofSeconds(10),
                Duration.ZERO,
                50,
                Duration.ZERO,
                Optional.empty());
    }
}
