package io.zaaky.app.http;

import io.zaaky.app.config.ChatbotSettings.SessionAcceptance;
import io.zaaky.app.config.StreamingSettings;
import io.zaaky.app.config.StreamingSettings.Mode;
import io.zaaky.spi.ConversationKey;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32;

/** Rules for session ids. */
final class Sessions {
    private static final int LONGEST = 512;

    private Sessions() {}

    /** The session that was sent, if it is acceptable as a secret. */
    static Optional<String> sent(SessionAcceptance rule, Optional<String> sent) {
        if (sent.isPresent() && sent.get().length() > LONGEST) {
            throw Refusal.field(
                    "session_id",
                    "The session_id must not be longer than " + LONGEST + " characters.");
        }
        return sent.filter(session -> accepts(rule, session));
    }

    static boolean accepts(SessionAcceptance rule, String session) {
        return session.length() <= LONGEST
                && switch (rule) {
                    case STRONG -> ConversationKey.isStrong(session);
                    case ANY ->
                            !session.isBlank()
                                    && session.chars().noneMatch(Character::isISOControl);
                };
    }

    /**
     * How the widget gets answers in that conversation. The mode is stable for a session or a
     * signed-in visitor, and follows the configured share across all of them.
     */
    static Mode mode(StreamingSettings streaming, ConversationKey conversation) {
        var crc = new CRC32();
        String whose = conversation.chatbot() + "\n" + conversation.session();
        crc.update(whose.getBytes(StandardCharsets.UTF_8));
        return crc.getValue() % 100 < streaming.rollout() ? streaming.mode() : Mode.OFF;
    }
}
