package io.zaaky.app.config;

import io.zaaky.spi.Secret;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds any of many secrets in many texts, in a time that hardly depends on how many secrets there
 * are: they are looked up by the hash of their last characters.
 */
final class SecretSearch {
    private static final int MULTIPLIER = 31; // as String.hashCode has it

    private final int length;
    private final int highest; // the multiplier's power that the first of the characters has
    private final Map<Integer, Set<String>> byEnd = new HashMap<>();

    /**
     * @param shortest shorter secrets turn up anywhere and are not looked for; in characters
     */
    SecretSearch(List<Secret> secrets, int shortest) {
        this.length = shortest;
        int power = 1;
        for (int i = 1; i < shortest; i++) {
            power *= MULTIPLIER;
        }
        this.highest = power;
        for (Secret secret : secrets) {
            String value = secret.value();
            if (value.length() >= shortest) {
                int end = value.substring(value.length() - shortest).hashCode();
                byEnd.computeIfAbsent(end, _ -> new HashSet<>(2)).add(value);
            }
        }
    }

    /** Whether a text holds one. */
    boolean isIn(String text) {
        int hash = 0;
        for (int i = 0; i < text.length() && !byEnd.isEmpty(); i++) {
            if (i >= length) {
                hash -= text.charAt(i - length) * highest;
            }
            hash = hash * MULTIPLIER + text.charAt(i);
            if (i >= length - 1 && endsWithOne(text, i + 1, hash)) {
                return true;
            }
        }
        return false;
    }

    private boolean endsWithOne(String text, int end, int hash) {
        for (String secret : byEnd.getOrDefault(hash, Set.of())) {
            if (text.startsWith(secret, end - secret.length())) {
                return true;
            }
        }
        return false;
    }
}
