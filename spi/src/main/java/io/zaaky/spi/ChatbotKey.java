package io.zaaky.spi;

import java.util.regex.Pattern;

/**
 * The tenant: one chatbot of one organisation, written {@code ORG/CHATBOT}.
 *
 * @param org the organisation's id
 * @param chatbot the chatbot's id within it
 */
public record ChatbotKey(String org, String chatbot) implements Comparable<ChatbotKey> {

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

    /**
     * @throws IllegalArgumentException if one of the ids is not {@link #isId an id}
     */
    public ChatbotKey {
        if (!isId(org) || !isId(chatbot)) {
            throw new IllegalArgumentException("not an organisation's and a chatbot's id");
        }
    }

    /**
     * Whether {@code text} is an id: it matches {@code [a-z0-9][a-z0-9_-]{0,63}}, which makes it
     * safe in paths and labels.
     */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    @Override
    public int compareTo(ChatbotKey other) {
        int orgs = org.compareTo(other.org);
        return orgs != 0 ? orgs : chatbot.compareTo(other.chatbot);
    }

    @Override
    public String toString() {
        return org + "/" + chatbot;
    }
}
