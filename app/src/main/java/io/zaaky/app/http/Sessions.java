package io.zaaky.app.http;

import io.zaaky.app.config.ChatbotSettings.SessionAcceptance;
import io.zaaky.app.config.StreamingSettings;
import io.zaaky.app.config.StreamingSettings.Mode;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.ConversationKey;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Rules about session ids. */
final class Sessions {
    private Sessions() {}

    static boolean accepts(SessionAcceptance rule, String session) {
        return switch (rule) {
            case STRONG -> ConversationKey.isStrong(session);
            case ANY -> !session.isBlank() && session.chars().noneMatch(Character::isISOControl);
        };
    }

    /**
     * How the widget of that session gets its answers: stable for a session, by share over all of
     * them.
     */
    static Mode mode(StreamingSettings streaming, ChatbotKey chatbot, String session) {
        var crc = new CRC32();
        crc.update((chatbot + "\n" + session).getBytes(StandardCharsets.UTF_8));
        return crc.getValue() % 100 < streaming.rollout() ? streaming.mode() : Mode.OFF;
    }
}
