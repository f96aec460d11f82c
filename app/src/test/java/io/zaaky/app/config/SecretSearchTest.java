package io.zaaky.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SecretSearchTest {

    @Test
    void aSecretIsFoundAtTheBeginningInTheMiddleAndAtTheEnd() {
        var search = search("abcdef", "wxyz");
        for (String text : List.of("abcdef", "abcdef behind", "before abcdef", "a wxyz b")) {
            assertTrue(search.isIn(text), text);
        }
        for (String text : List.of("", "abcde", "xbcdef", "abcdeg", "wxy", "w x y z")) {
            assertFalse(search.isIn(text), text);
        }
    }

    @Test
    void shorterOnesAreNotLookedFor() {
        assertFalse(search("abc").isIn("abc"));
    }

    @Test
    void itFindsWhatASearchForEachFinds() {
        var random = new Random(20_261_130);
        for (int round = 0; round < 2000; round++) {
            List<String> secrets = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                secrets.add(text(random, 2 + random.nextInt(6)));
            }
            String text = text(random, random.nextInt(30));
            boolean holds =
                    secrets.stream().anyMatch(each -> each.length() >= 4 && text.contains(each));
            assertEquals(
                    holds,
                    search(secrets.toArray(String[]::new)).isIn(text),
                    secrets + ": " + text);
        }
    }

    private static String text(Random random, int length) {
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) ('a' + random.nextInt(2)));
        }
        return text.toString();
    }

    private static SecretSearch search(String... secrets) {
        return new SecretSearch(List.of(secrets).stream().map(Secret::new).toList(), 4);
    }
}
