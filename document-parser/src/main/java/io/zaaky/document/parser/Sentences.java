package io.zaaky.document.parser;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Splits text into sentences. */
final class Sentences {
    /** A full stop after these does not end a sentence. */
    private static final Pattern ABBREVIATED =
            Pattern.compile(
                    "(?i)(.*[\\s(])?(e\\.g|i\\.e|no|nr|st|mr|mrs|ms|dr|prof|approx|max|min|tel|incl"
                            + "|excl|ca|bzw|z\\.b|d\\.h|usw|[a-z])\\.\\s*",
                    Pattern.DOTALL);

    private static final int LOOK_BACK = 24; // characters

    private Sentences() {}

    /** The sentences of a line, in order, without surrounding white space. */
    static List<Span> of(String text, Span within) {
        String line = within.of(text);
        var breaks = BreakIterator.getSentenceInstance(Locale.ROOT);
        breaks.setText(line);
        List<Span> sentences = new ArrayList<>();
        int from = 0;
        for (int to = breaks.next(); to != BreakIterator.DONE; to = breaks.next()) {
            boolean last = to == line.length();
            String end = line.substring(Math.max(from, to - LOOK_BACK), to);
            if (last || !ABBREVIATED.matcher(end).matches()) {
                List<Span> words =
                        Words.of(text, new Span(within.start() + from, within.start() + to));
                if (!words.isEmpty()) {
                    sentences.add(words.getFirst().to(words.getLast()));
                }
                from = to;
            }
        }
        return sentences;
    }
}
