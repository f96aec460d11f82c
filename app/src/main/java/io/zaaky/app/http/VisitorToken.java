package io.zaaky.app.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.SignedJWT;
import io.zaaky.spi.ChatbotKey;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads an organisation's statement about a visitor: a JWT (RFC 7519), signed with HS256 and
 * nothing else, whatever its header claims. Claims are read only after the signature has been
 * verified.
 */
final class VisitorToken {
    private static final int LONGEST = 4096; // characters
    private static final int LONGEST_SUBJECT = 512; // UTF-16 code units
    private static final double SKEW = 60; // seconds that clocks may differ by
    private static final double MOST_AHEAD = Duration.ofHours(24).toSeconds();
    private static final Pattern COMPACT =
            Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

    private final byte[] secret;
    private final String audience;

    /**
     * @param secret at least 32 bytes
     * @param chatbot the chatbot that the token must be for
     */
    VisitorToken(byte[] secret, ChatbotKey chatbot) {
        this.secret = secret.clone();
        this.audience = chatbot.toString();
    }

    /** The result of reading a token. */
    sealed interface Reading permits Visitor, Wrong {}

    /** The token is valid and names this visitor. */
    record Visitor(String subject) implements Reading {}

    /**
     * The token is refused.
     *
     * @param reason for the operator's log; contains nothing of the token
     */
    record Wrong(String reason) implements Reading {}

    Reading read(String token, Instant now) {
        if (token.length() > LONGEST) {
            return new Wrong("it is longer than " + LONGEST + " characters");
        }
        if (!COMPACT.matcher(token).matches()) {
            return new Wrong("it is no JWT");
        }
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            if (!isAcceptable(jwt.getHeader())) {
                return new Wrong("its header is not {\"alg\":\"HS256\",\"typ\":\"JWT\"}");
            }
            if (!jwt.verify(new MACVerifier(secret))) {
                return new Wrong("its signature is not made with this chatbot's identity.secret");
            }
            Map<String, Object> claims = jwt.getPayload().toJSONObject();
            return claims == null ? new Wrong("its claims are no JSON object") : read(claims, now);
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            return new Wrong("it is no JWT");
        }
    }

    private static boolean isAcceptable(JWSHeader header) {
        JOSEObjectType type = header.getType();
        return JWSAlgorithm.HS256.equals(header.getAlgorithm())
                && header.getCriticalParams() == null
                && header.isBase64URLEncodePayload()
                && (type == null || JOSEObjectType.JWT.equals(type));
    }

    private Reading read(Map<String, Object> claims, Instant now) {
        double time = now.toEpochMilli() / 1000.0;
        if (!isForUs(claims.get("aud"))) {
            return new Wrong("its aud is not " + audience);
        }
        if (!(claims.get("exp") instanceof Number exp)) {
            return new Wrong("it has no exp");
        }
        double expires = exp.doubleValue();
        if (!(time < expires + SKEW)) {
            return new Wrong("it has expired");
        }
        if (!(expires <= time + MOST_AHEAD + SKEW)) {
            return new Wrong("its exp is more than 24 hours ahead");
        }
        if (!isPast(claims.get("nbf"), time)) {
            return new Wrong("its nbf is not reached yet");
        }
        if (!isPast(claims.get("iat"), time)) {
            return new Wrong("its iat lies ahead");
        }
        return claims.get("sub") instanceof String subject && isName(subject)
                ? new Visitor(subject)
                : new Wrong("its sub is no text of 1 to 512 visible characters");
    }

    /** A list names several audiences (RFC 7519, section 4.1.3). */
    private boolean isForUs(@Nullable Object aud) {
        return audience.equals(aud) || (aud instanceof List<?> all && all.contains(audience));
    }

    /** A missing claim sets no condition; a claim that is not a number is never past. */
    private static boolean isPast(@Nullable Object claim, double time) {
        return claim == null
                || (claim instanceof Number number && number.doubleValue() <= time + SKEW);
    }

    /** An unpaired surrogate has no UTF-8 bytes of its own, so two names could become the same. */
    private static boolean isName(String subject) {
        return !subject.isBlank()
                && subject.length() <= LONGEST_SUBJECT
                && subject.chars().noneMatch(Character::isISOControl)
                && StandardCharsets.UTF_8.newEncoder().canEncode(subject);
    }
}
