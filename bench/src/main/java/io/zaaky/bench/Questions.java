package io.zaaky.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The sample's questions, each time with another day, so that none is repeated. Used by one thread.
 */
final class Questions {
    private static final Pattern QUESTION = Pattern.compile("\"question\": *\"([^\"]*)\"");
    private static final String[] MONTHS = {
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December"
    };

    private final List<String> all;
    private int number;
    private boolean staying;

    private Questions(List<String> all) {
        this.all = all;
    }

    static Questions ofTheSample() throws IOException {
        String file = Files.readString(Zaaky.launcher().resolveSibling("config/questions.jsonl"));
        return new Questions(QUESTION.matcher(file).results().map(Questions::text).toList());
    }

    private static String text(MatchResult found) {
        return found.group(1).replaceAll("[?.!]+$", "");
    }

    /** A question that has not been asked before. */
    String next() {
        number += staying ? 0 : 1;
        int day = number / all.size();
        return "%s on %d %s %d?"
                .formatted(
                        all.get(number % all.size()),
                        1 + day % 28,
                        MONTHS[day / 28 % MONTHS.length],
                        2000 + day / 28 / MONTHS.length);
    }

    /** From now on, returns the same question. */
    void stay() {
        staying = true;
    }

    void goOn() {
        staying = false;
    }
}
