package io.zaaky.app.chat;

import java.security.SecureRandom;
import java.util.Base64;

/** Makes ids that nobody can guess. Safe to call from many threads. */
public final class Ids {
    private final SecureRandom random;
    private final Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();

    public Ids(SecureRandom random) {
        this.random = random;
    }

    /** A message's id: 128 random bits as 22 characters of {@code [A-Za-z0-9_-]}. */
    public String message() {
        return bits(16);
    }

    /** A session's id: 192 random bits as 32 characters of {@code [A-Za-z0-9_-]}. */
    public String session() {
        return bits(24);
    }

    /** A request's id, for logs: 72 random bits as 12 characters. */
    public String request() {
        return bits(9);
    }

    private String bits(int bytes) {
        byte[] id = new byte[bytes];
        random.nextBytes(id);
        return encoder.encodeToString(id);
    }
}
