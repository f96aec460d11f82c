package io.zaaky.document.parser;

import java.util.ArrayList;
import java.util.List;

/** Splits text at white space. */
final class Words {
    private Words() {}

    static List<Span> of(String text, Span within) {
        List<Span> words = new ArrayList<>();
        int from = within.start();
        for (int i = from; i <= within.end(); i++) {
            if (i == within.end() || CleanText.isSpace(text.charAt(i))) {
                if (i > from) {
                    words.add(new Span(from, i));
                }
                from = i + 1;
            }
        }
        return words;
    }
}
