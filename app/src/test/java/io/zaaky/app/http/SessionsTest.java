package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.config.StreamingSettings;
import io.zaaky.app.config.StreamingSettings.Mode;
import io.zaaky.spi.ChatbotKey;
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
                        .filter(i -> Sessions.mode(third, KEY, "session-" + i) == Mode.TOKENS)
                        .count();
        assertTrue(tokens > 2700 && tokens < 3300, "sessions of 10000 with the mode: " + tokens);
        assertEquals(
                Sessions.mode(third, KEY, "session-1"), Sessions.mode(third, KEY, "session-1"));
    }

    @Test
    void whoHadTheModeKeepsItWhenTheShareGrows() {
        for (int i = 0; i < 1000; i++) {
            if (Sessions.mode(streaming(20), KEY, "s" + i) == Mode.TOKENS) {
                assertEquals(Mode.TOKENS, Sessions.mode(streaming(60), KEY, "s" + i));
            }
        }
    }

    @Test
    void noneAndAllMeanNoneAndAll() {
        for (int i = 0; i < 1000; i++) {
            assertEquals(Mode.OFF, Sessions.mode(streaming(0), KEY, "s" + i));
            assertEquals(Mode.TOKENS, Sessions.mode(streaming(100), KEY, "s" + i));
        }
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
