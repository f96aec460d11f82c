package io.zaaky.app.smalltalk;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A word, or a character of Chinese or Japanese.
 *
 * @param folded without case, accents, apostrophes and doubled letters
 * @param start its index in the message
 * @param end the index after its last character
 */
record Token(String folded, int start, int end) {
    private static final String SINGLE = "\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}";
    private static final String LETTERS = "[\\p{L}\\p{M}\\p{N}&&[^" + SINGLE + "]]+";
    private static final String APOSTROPHE = "['\u2019`\u00b4\u02bc]";

    /** Of all symbols, only a waving and a thanking hand carry a meaning. */
    private static final Pattern TOKEN =
            Pattern.compile(
                    "["
                            + SINGLE
                            + "]|"
                            + LETTERS
                            + "(?:"
                            + APOSTROPHE
                            + LETTERS
                            + ")*|[\\x{1F44B}\\x{1F64F}]");

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern APOSTROPHES = Pattern.compile(APOSTROPHE);
    private static final Pattern REPEATED = Pattern.compile("(\\p{L})\\1+");

    static List<Token> of(String message) {
        List<Token> tokens = new ArrayList<>();
        Matcher found = TOKEN.matcher(message);
        while (found.find()) {
            String folded = fold(found.group());
            if (!folded.isEmpty()) {
                tokens.add(new Token(folded, found.start(), found.end()));
            }
        }
        return tokens;
    }

    private static String fold(String word) {
        String lower =
                word.toLowerCase(Locale.ROOT)
                        .replace("ß", "ss")
                        .replace('ı', 'i')
                        .replace('ø', 'o')
                        .replace('ł', 'l')
                        .replace("æ", "ae");
        String plain =
                MARKS.matcher(Normalizer.normalize(lower, Normalizer.Form.NFKD)).replaceAll("");
        return REPEATED.matcher(APOSTROPHES.matcher(plain).replaceAll("")).replaceAll("$1");
    }

    static List<String> folded(List<Token> tokens) {
        return tokens.stream().map(Token::folded).toList();
    }

    /** Whether it is one character of a script that has no spaces between words. */
    static boolean isSingle(String folded) {
        return folded.codePointCount(0, folded.length()) == 1 && folded.codePointAt(0) >= 0x3000;
    }

    /** The approximate number of words in a language with spaces. */
    static double words(List<String> folded) {
        return folded.stream().mapToDouble(word -> isSingle(word) ? 0.5 : 1).sum();
    }
}
