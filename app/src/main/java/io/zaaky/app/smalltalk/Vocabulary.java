package io.zaaky.app.smalltalk;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The words of some examples. */
final class Vocabulary {
    private static final int SHORTEST_BEGINNING = 4;
    private static final double BEGINNING = 0.7; // of a word's length

    private final Set<String> words = new HashSet<>();
    private final Set<String> beginnings = new HashSet<>();

    void add(List<String> folded) {
        for (String word : folded) {
            words.add(word);
            for (int end = SHORTEST_BEGINNING; end < word.length(); end++) {
                beginnings.add(word.substring(0, end));
            }
        }
    }

    /** Whether exactly this word is included. */
    boolean has(String word) {
        return words.contains(word);
    }

    /** Whether the word is included, or one that begins like it (a different ending, a typo). */
    boolean knows(String word) {
        if (words.contains(word)) {
            return true;
        }
        if (word.length() <= SHORTEST_BEGINNING) {
            return false;
        }
        int length = Math.max(SHORTEST_BEGINNING, (int) Math.ceil(BEGINNING * word.length()));
        String beginning = word.substring(0, length);
        return beginnings.contains(beginning) || words.contains(beginning);
    }
}
