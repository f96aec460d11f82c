package io.zaaky.spi;

import java.util.regex.Pattern;

/**
 * One conversation of one chatbot. It belongs to whoever has the session, which is a secret, or to
 * a visitor whom the organisation's back end has signed in. Neither is ever logged, and stores keep
 * a hash, which must differ for a session and a visitor of the same characters.
 *
 * @param chatbot the tenant
 * @param session the session, 22 to 512 characters of {@code [A-Za-z0-9_-]}; or the visitor's name
 * @param owner which of both
 */
public record ConversationKey(ChatbotKey chatbot, String session, Owner owner) {

    private static final Pattern STRONG = Pattern.compile("[A-Za-z0-9_-]{22,512}");

    /** Whose a conversation is. */
    public enum Owner {
        /** Anybody's who has the session. */
        SESSION,
        /** A visitor's whose name was signed. */
        VISITOR
    }

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

    /** The conversation of whoever has the session. */
    public ConversationKey(ChatbotKey chatbot, String session) {
        this(chatbot, session, Owner.SESSION);
    }

    /**
     * The conversation of a signed visitor, which no session leads to.
     *
     * @param subject who it is; up to 512 characters without control characters
     */
    public static ConversationKey ofVisitor(ChatbotKey chatbot, String subject) {
        return new ConversationKey(chatbot, subject, Owner.VISITOR);
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
