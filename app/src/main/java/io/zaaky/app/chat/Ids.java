package io.zaaky.app.chat;

import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.ConversationKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** Makes ids that cannot be guessed. Safe to call from many threads. */
public final class Ids {
    private static final int MESSAGE_BYTES = 16;
    private static final int RANDOM_LENGTH = 22; // characters that encode MESSAGE_BYTES
    private static final int TAG_BYTES = 6;
    private static final int SESSION_BYTES = 24;
    private static final int REQUEST_BYTES = 9;
    private static final Pattern MESSAGE = Pattern.compile("[A-Za-z0-9_-]{30}");
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final SecureRandom random;

    public Ids(SecureRandom random) {
        this.random = random;
    }

    /**
     * A message id: 128 random bits as 22 characters of {@code [A-Za-z0-9_-]}, followed by the
     * chatbot's {@link #tag}.
     */
    public String message(ChatbotKey chatbot) {
        return bits(MESSAGE_BYTES) + tag(chatbot);
    }

    /**
     * The id of the answer to a question with an idempotency key: the same for the same key, and as
     * hard to guess as the session. The id of a signed visitor's answer gives nobody else access.
     */
    public static String message(ConversationKey conversation, String key) {
        String chatbot = conversation.chatbot().toString();
        String kind =
                switch (conversation.owner()) {
                    case SESSION -> "message";
                    case VISITOR -> "visitor's message";
                };
        return derived(MESSAGE_BYTES, kind, chatbot, conversation.session(), key)
                + tag(conversation.chatbot());
    }

    /**
     * The suffix of a chatbot's message ids, by which the chatbot is found: 8 characters of {@code
     * [A-Za-z0-9_-]}, which nearly always differ between chatbots.
     */
    static String tag(ChatbotKey chatbot) {
        return derived(TAG_BYTES, "chatbot", chatbot.toString());
    }

    /** The tag at the end of a message id; empty if the id is not one of ours. */
    static Optional<String> tagOf(String messageId) {
        return MESSAGE.matcher(messageId).matches()
                ? Optional.of(messageId.substring(RANDOM_LENGTH))
                : Optional.empty();
    }

    /** A session id: 192 random bits as 32 characters of {@code [A-Za-z0-9_-]}. */
    public String session() {
        return bits(SESSION_BYTES);
    }

    /** The session of a client that sends a key but no session: as hard to guess as the key. */
    public static String session(ChatbotKey chatbot, String key) {
        return derived(SESSION_BYTES, "session", chatbot.toString(), key);
    }

    /** A request id, for logs: 72 random bits as 12 characters. */
    public String request() {
        return bits(REQUEST_BYTES);
    }

    private String bits(int bytes) {
        byte[] id = new byte[bytes];
        random.nextBytes(id);
        return ENCODER.encodeToString(id);
    }

    /** Derives an id from parts. Only the last part may contain line breaks. */
    private static String derived(int bytes, String... parts) {
        try {
            byte[] text = String.join("\n", parts).getBytes(StandardCharsets.UTF_8);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text);
            return ENCODER.encodeToString(Arrays.copyOf(digest, bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
