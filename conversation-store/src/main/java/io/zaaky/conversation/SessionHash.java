package io.zaaky.conversation;

import io.zaaky.spi.ConversationKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The hash that is stored instead of a session, so that nobody who reads the database can continue
 * a visitor's conversation. A strong session is random, so it needs neither a salt nor a slow hash.
 * A signed visitor's name may be guessed from its hash, but gives no access without a signature.
 */
final class SessionHash {
    private SessionHash() {}

    /** A key has no control characters, so a session is never mistaken for a visitor. */
    private static String owner(ConversationKey key) {
        return switch (key.owner()) {
            case SESSION -> key.session();
            case VISITOR -> "visitor\n" + key.session();
        };
    }

    static String of(ConversationKey key) {
        try {
            byte[] owner = owner(key).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(owner));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
