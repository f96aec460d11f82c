package io.zaaky.app.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes visitors' tokens, right ones and wrong ones, without the library that reads them. */
final class Tokens {
    static final String SECRET = "a-secret-of-acme-that-has-more-than-32-bytes";
    static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
    static final String NAME = "X-Visitor-Token";

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private Tokens() {}

    /** A right one for the next hour. */
    static String of(String subject, String chatbot) {
        return signed(HEADER, claims(subject, chatbot, Instant.now().plusSeconds(3600)), SECRET);
    }

    static String claims(String subject, String chatbot, Instant expires) {
        return "{\"sub\":\"%s\",\"aud\":\"%s\",\"exp\":%d}"
                .formatted(subject, chatbot, expires.getEpochSecond());
    }

    /** Signed by HS256, whatever the header says. */
    static String signed(String header, String claims, String secret) {
        return signed(header, claims, secret, "HmacSHA256");
    }

    static String signed(String header, String claims, String secret, String algorithm) {
        String signed = part(header) + "." + part(claims);
        return signed + "." + BASE64.encodeToString(mac(signed, secret, algorithm));
    }

    /** Without any signature. */
    static String unsigned(String header, String claims) {
        return part(header) + "." + part(claims) + ".";
    }

    static String part(String json) {
        return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] mac(String text, String secret, String algorithm) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), algorithm));
            return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
