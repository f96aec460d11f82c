package io.zaaky.app.config;

import io.zaaky.spi.Secret;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds any of many secrets in many texts, in a time that hardly depends on the number of secrets:
 * they are looked up by the hash of their last characters.
 */
final class SecretSearch {
    private static final int MULTIPLIER = 31; // as in String.hashCode

    private final int length;
    private final int highest; // the power of the multiplier for the first of the characters
    private final Map<Integer, Set<String>> byEnd = new HashMap<>();

    /**
     * @param shortest in characters; shorter secrets occur anywhere and are not searched for
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

    /** Whether a text contains one of the secrets. */
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
