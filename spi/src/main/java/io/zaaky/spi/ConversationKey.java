package io.zaaky.spi;

import java.util.regex.Pattern;

/**
 * One conversation of one chatbot. The session is the visitor's secret: whoever has it reads the
 * conversation. It is never logged, and stores keep a hash of it.
 *
 * @param chatbot the tenant
 * @param session 22 to 512 characters of {@code [A-Za-z0-9_-]}
 */
public record ConversationKey(ChatbotKey chatbot, String session) {

    private static final Pattern STRONG = Pattern.compile("[A-Za-z0-9_-]{22,512}");

    /**
     * @throws IllegalArgumentException if the session is empty, longer than 512 characters, or has
     *     control characters
     */
    public ConversationKey {
        if (session.isEmpty()
                || session.length() > 512
                || session.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("not a session id");
        }
    }

    /** Whether a session id is long enough to be a secret. */
    public static boolean isStrong(String session) {
        return STRONG.matcher(session).matches();
    }

    /** Without the session, so that it can't end up in a log by accident. */
    @Override
    public String toString() {
        return chatbot + "/…";
    }
}
