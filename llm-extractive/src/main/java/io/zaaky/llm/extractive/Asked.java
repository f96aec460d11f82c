package io.zaaky.llm.extractive;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A question. A follow-up arrives together with the question that it continues, which comes first:
 * {@code When does the last ferry leave on weekdays? And on Sundays?}
 *
 * @param text the question in lower case
 * @param words the stems of all its words that carry meaning
 * @param latest the stems of its last sentence; all words if that sentence has none
 */
record Asked(String text, Set<String> words, Set<String> latest) {

    static Asked of(String question) {
        Set<String> words = set(question);
        Set<String> latest = set(List.of(question.strip().split("(?<=[?!.])\\s+", -1)).getLast());
        return new Asked(
                question.toLowerCase(Locale.ROOT), words, latest.isEmpty() ? words : latest);
    }

    private static Set<String> set(String text) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(Words.stems(text)));
    }
}
