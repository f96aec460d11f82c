package io.zaaky.conversation;

import io.zaaky.spi.ConversationKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What is stored instead of a session, so that nobody who reads the database can continue a
 * visitor's conversation. A strong session is random, so it needs neither salt nor a slow hash.
 */
final class SessionHash {
    private SessionHash() {}

    static String of(ConversationKey key) {
        try {
            byte[] session = key.session().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(session));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
