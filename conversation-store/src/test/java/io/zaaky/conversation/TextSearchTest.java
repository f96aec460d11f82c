package io.zaaky.conversation;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TextSearchTest {
    @Test
    void upperAndLowerCaseAreTheSameInAnyScript() {
        assertTrue(TextSearch.contains("Öffnungszeiten", "öFFN"));
        assertTrue(TextSearch.contains("ПРИВЕТ, мир", "привет"));
        assertTrue(TextSearch.contains("say 👍🏽 twice", "👍🏽"));
    }

    @Test
    void thePartMayStandAnywhereAndMustStandWhole() {
        assertTrue(TextSearch.contains("abc", "abc"));
        assertTrue(TextSearch.contains("aaab", "AAB"));
        assertFalse(TextSearch.contains("ab", "abc"));
        assertFalse(TextSearch.contains("a.c", "abc"));
        assertFalse(TextSearch.contains("", "a"));
    }
}
