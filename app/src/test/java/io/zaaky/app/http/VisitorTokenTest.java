package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.zaaky.app.http.VisitorToken.Reading;
import io.zaaky.app.http.VisitorToken.Visitor;
import io.zaaky.app.http.VisitorToken.Wrong;
import io.zaaky.spi.ChatbotKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("TEN-20")
class VisitorTokenTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final long TIME = NOW.getEpochSecond();
    private static final String FOR_US = "\"sub\":\"ann\",\"aud\":\"acme/bot\"";
    private static final String GOOD = "{" + FOR_US + ",\"exp\":" + (TIME + 60) + "}";

    private static Reading read(String token) {
        byte[] secret = Tokens.SECRET.getBytes(StandardCharsets.UTF_8);
        return new VisitorToken(secret, new ChatbotKey("acme", "bot")).read(token, NOW);
    }

    private static Reading claims(String claims) {
        return read(Tokens.signed(Tokens.HEADER, claims, Tokens.SECRET));
    }

    private static Reading header(String header) {
        return read(Tokens.signed(header, GOOD, Tokens.SECRET));
    }

    private static void assertRight(Reading reading) {
        assertEquals(new Visitor("ann"), reading);
    }

    private static void assertWrong(Reading reading, String why) {
        String reason = assertInstanceOf(Wrong.class, reading, why).reason();
        assertFalse(reason.contains("ann"), reason);
    }

    @Test
    void whatTheBackEndHasSignedIsItsVisitor() {
        assertRight(claims(GOOD));
        assertRight(header("{\"alg\":\"HS256\"}"));
        assertRight(header("{\"alg\":\"HS256\",\"typ\":\"jwt\",\"kid\":\"1\"}"));
        assertRight(claims(GOOD.replace("\"acme/bot\"", "[\"acme/two\",\"acme/bot\"]")));
        assertRight(claims(GOOD.replace("}", ",\"name\":\"Ann\",\"admin\":true}")));
    }

    @Test
    void nobodyChoosesAnotherAlgorithmThanHs256() {
        for (String alg :
                List.of(
                        "none", "None", "NONE", "nOnE", "HS384", "HS512", "RS256", "ES256", "PS256",
                        "EdDSA", "hs256", "", "HS256 ")) {
            String header = "{\"alg\":\"" + alg + "\",\"typ\":\"JWT\"}";
            assertWrong(header(header), alg);
            assertWrong(read(Tokens.unsigned(header, GOOD)), alg + " without a signature");
        }
        String longer = Tokens.SECRET.repeat(2);
        assertWrong(
                read(Tokens.signed("{\"alg\":\"HS512\"}", GOOD, Tokens.SECRET, "HmacSHA512")),
                "a right signature by another algorithm");
        assertWrong(
                read(Tokens.signed(Tokens.HEADER, GOOD, Tokens.SECRET, "HmacSHA512")),
                "another algorithm than it says");
        assertWrong(read(Tokens.signed(Tokens.HEADER, GOOD, longer)), "another secret");
        assertWrong(read(Tokens.unsigned(Tokens.HEADER, GOOD)), "no signature");
    }

    @Test
    void whatTheHeaderAsksForBesidesIsRefused() {
        for (String more :
                List.of(
                        "\"crit\":[\"exp\"],\"exp\":1",
                        "\"crit\":[]",
                        "\"b64\":false,\"crit\":[\"b64\"]",
                        "\"typ\":\"at+jwt\"",
                        "\"typ\":\"JOSE\"",
                        "\"zip\":\"DEF\",\"enc\":\"A128GCM\",\"crit\":[\"zip\"]")) {
            assertWrong(header("{\"alg\":\"HS256\"," + more + "}"), more);
        }
        String key = Tokens.part(Tokens.SECRET);
        String own = "{\"alg\":\"HS256\",\"jwk\":{\"kty\":\"oct\",\"k\":\"" + key + "\"}}";
        assertWrong(
                read(Tokens.signed(own, GOOD, "a-secret-of-the-attackers-with-32-bytes")),
                "a key in the token itself");
    }

    @Test
    void whatIsNoTokenIsRefused() {
        String right = Tokens.signed(Tokens.HEADER, GOOD, Tokens.SECRET);
        assertRight(read(right));
        for (String wrong :
                List.of(
                        "",
                        ".",
                        "..",
                        "a.b",
                        "a.b.c",
                        right + ".",
                        right + "." + right,
                        " " + right,
                        right + " ",
                        right + "=",
                        right + "\n",
                        right.replaceFirst("\\.", ". "),
                        right + "," + right,
                        "Bearer " + right,
                        "'; DROP TABLE visitors; --",
                        "\u0000",
                        "é.é.é")) {
            assertWrong(read(wrong), "'" + wrong + "'");
        }
        assertWrong(read(Tokens.signed("[]", GOOD, Tokens.SECRET)), "a list as its header");
        assertWrong(read(Tokens.signed("{}", GOOD, Tokens.SECRET)), "an empty header");
        for (String claims : List.of("", "[]", "null", "1", "\"x\"", "{", "{}", "x")) {
            assertWrong(claims(claims), claims);
        }
        assertWrong(claims("{\"a\":".repeat(600) + "1" + "}".repeat(600)), "a deep one");
        assertWrong(
                claims(GOOD.replace("}", ",\"more\":\"" + "x".repeat(4096) + "\"}")), "a long one");
    }

    @Test
    void everyCharacterCounts() {
        String right = Tokens.signed(Tokens.HEADER, GOOD, Tokens.SECRET);
        for (int i = 0; i < right.length() - 1; i++) { // the last one has bits to spare
            char other = right.charAt(i) == 'A' ? 'B' : 'A';
            String changed = right.substring(0, i) + other + right.substring(i + 1);
            assertWrong(read(changed), "changed at " + i);
        }
    }

    @Test
    void clocksMayDifferByAMinute() {
        Map<Long, Boolean> expiries =
                Map.of(
                        -61L, false, -60L, false, -59L, true, 0L, true, 86_400L, true, 86_459L,
                        true, 86_460L, true, 86_461L, false);
        expiries.forEach(
                (ahead, right) -> {
                    Reading reading = claims("{" + FOR_US + ",\"exp\":" + (TIME + ahead) + "}");
                    assertEquals(right, reading instanceof Visitor, "exp at " + ahead);
                });
        for (String claim : List.of("nbf", "iat")) {
            for (long ahead : new long[] {-86_400, 0, 59, 60}) {
                assertRight(timed(claim, String.valueOf(TIME + ahead)));
            }
            assertWrong(timed(claim, String.valueOf(TIME + 61)), claim);
        }
    }

    private static Reading timed(String claim, String value) {
        return claims(GOOD.replace("}", ",\"" + claim + "\":" + value + "}"));
    }

    @Test
    void aTimeThatIsNoneIsRefused() {
        for (String exp :
                List.of(
                        "\"" + (TIME + 60) + "\"",
                        "null",
                        "true",
                        "[]",
                        "{}",
                        "1e400",
                        "-1",
                        "9223372036854775807",
                        "18446744073709551616",
                        "1e18")) {
            assertWrong(claims("{" + FOR_US + ",\"exp\":" + exp + "}"), "exp " + exp);
        }
        assertWrong(claims("{" + FOR_US + "}"), "no exp");
        assertRight(claims("{" + FOR_US + ",\"exp\":" + (TIME + 60) + ".5}"));
        for (String claim : List.of("nbf", "iat")) {
            for (String value : List.of("\"1\"", "true", "[]", "1e30", "9223372036854775807")) {
                assertWrong(timed(claim, value), claim + " " + value);
            }
        }
    }

    @Test
    @Tag("TEN-06")
    void aTokenForAnotherChatbotIsRefused() {
        for (String aud :
                List.of(
                        "\"acme/two\"",
                        "\"acme\"",
                        "\"acme/bot/\"",
                        "\"ACME/bot\"",
                        "\" acme/bot\"",
                        "\"other/bot\"",
                        "[]",
                        "[\"acme/two\"]",
                        "[[\"acme/bot\"]]",
                        "null",
                        "1",
                        "{\"acme/bot\":1}",
                        "\"acme/two,acme/bot\"")) {
            assertWrong(claims(GOOD.replace("\"acme/bot\"", aud)), "aud " + aud);
        }
        assertWrong(claims("{\"sub\":\"ann\",\"exp\":" + (TIME + 60) + "}"), "no aud");
    }

    @Test
    void aVisitorsNameIsATextOfReasonableLength() {
        String longest = "x".repeat(512);
        assertEquals(new Visitor(longest), claims(GOOD.replace("ann", longest)));
        assertEquals(new Visitor("Ann Ö. \uD83D\uDE00"), claims(GOOD.replace("ann", "Ann Ö. 😀")));
        for (String sub :
                List.of(
                        "",
                        " ",
                        "\\t",
                        "ann\\n",
                        "ann\\u0000",
                        "\\u0085",
                        "x".repeat(513),
                        "\\ud800",
                        "\\udc00\\ud800")) {
            assertWrong(claims(GOOD.replace("ann", sub)), "sub " + sub);
        }
        for (String sub : List.of("null", "1", "[\"ann\"]", "{}", "true")) {
            assertWrong(claims(GOOD.replace("\"ann\"", sub)), "sub " + sub);
        }
        assertWrong(claims(GOOD.replace("\"sub\":\"ann\",", "")), "no sub");
    }
}
