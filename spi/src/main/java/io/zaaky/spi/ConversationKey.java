package io.zaaky.spi;

import java.util.regex.Pattern;

/**
 * One conversation of one chatbot. It belongs either to the holder of the session, which is a
 * secret, or to a visitor whom the organisation's back end has signed in. Neither the session nor
 * the visitor's name is ever logged. Stores keep only a hash; a session and a visitor's name with
 * the same characters must have different hashes.
 *
 * @param chatbot the tenant
 * @param session the session, which the server accepts only if it {@link #isStrong is strong}; or
 *     the visitor's name
 * @param owner which of the two it is
 */
public record ConversationKey(ChatbotKey chatbot, String session, Owner owner) {

    private static final Pattern STRONG = Pattern.compile("[A-Za-z0-9_-]{22,512}");

    /** Who owns a conversation. */
    public enum Owner {
        /** Anyone who has the session. */
        SESSION,
        /** A visitor whose name was signed. */
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

    /** The conversation that belongs to the holder of a session. */
    public ConversationKey(ChatbotKey chatbot, String session) {
        this(chatbot, session, Owner.SESSION);
    }

    /**
     * The conversation of a signed-in visitor, which no session gives access to.
     *
     * @param subject the visitor's name; up to 512 characters without control characters
     */
    public static ConversationKey ofVisitor(ChatbotKey chatbot, String subject) {
        return new ConversationKey(chatbot, subject, Owner.VISITOR);
    }

    /** Whether a session id is long enough to be a secret. */
    public static boolean isStrong(String session) {
        return STRONG.matcher(session).matches();
    }

    /** Omits the session, so that it cannot end up in a log by accident. */
    @Override
    public String toString() {
        return chatbot + "/…";
    }
}
