package io.zaaky.llm.extractive;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits a paragraph into sentences. */
final class Sentences {

    /** What may end a sentence: its punctuation, closing quotes or brackets, then white space. */
    private static final Pattern END =
            Pattern.compile("([.!?…]+)([\"'”’»)\\]]*)\\s+(?=[\"'“‘„«(\\[]*[\\p{Lu}\\p{N}])");

    private static final Pattern LAST_WORD = Pattern.compile("(\\S+)$");

    private static final Set<String> ABBREVIATIONS =
            set(
                    """
                    dr mr mrs ms prof st no nr nos vol fig sec art par tel ext approx ca vs cf inc
                    ltd co corp dept est min max incl excl resp e.g i.e z.b d.h u.a bzw ggf usw. str
                    evtl inkl zzgl jan feb mar apr jun jul aug sep sept oct okt nov dec dez
                    """);

    /**
     * If one of these words follows, a number with a full stop is a date, and a time does not end
     * the sentence.
     */
    private static final Set<String> DATE_WORDS =
            set(
                    """
                    january february march april may june july august september october november
                    december januar februar märz mai juni juli oktober dezember monday tuesday
                    wednesday thursday friday saturday sunday mondays saturdays sundays
                    """);

    private Sentences() {}

    private static Set<String> set(String words) {
        return Set.copyOf(List.of(words.strip().split("\\s+")));
    }

    static List<String> split(String paragraph) {
        List<String> sentences = new ArrayList<>();
        Matcher ends = END.matcher(paragraph);
        int from = 0;
        while (ends.find()) {
            String before = paragraph.substring(from, ends.start(1));
            if (ends.group(1).equals(".") && goesOn(before, paragraph.substring(ends.end()))) {
                continue;
            }
            sentences.add(paragraph.substring(from, ends.end(2)).strip());
            from = ends.end();
        }
        String rest = paragraph.substring(from).strip();
        if (!rest.isEmpty()) {
            sentences.add(rest);
        }
        return sentences;
    }

    private static boolean goesOn(String before, String after) {
        Matcher last = LAST_WORD.matcher(before);
        if (!last.find()) {
            return true;
        }
        String word = last.group(1).toLowerCase(Locale.ROOT).replaceFirst("^[(\\[\"'“„]+", "");
        if (ABBREVIATIONS.contains(word) || word.matches("\\p{L}")) {
            return true;
        }
        String next = after.split("[\\s,.;:]", 2)[0].toLowerCase(Locale.ROOT);
        boolean date = DATE_WORDS.contains(next);
        return date && (word.matches("\\d{1,2}") || word.equals("a.m") || word.equals("p.m"));
    }
}
