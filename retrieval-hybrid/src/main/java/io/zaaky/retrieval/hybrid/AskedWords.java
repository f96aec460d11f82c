package io.zaaky.retrieval.hybrid;

import io.zaaky.retrieval.hybrid.TextAnalysis.Token;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The words of a question that can be shown to people, as written in the question. */
final class AskedWords {
    private static final int LONGEST = 40; // characters; anything longer is not a word
    private static final int UNIT = 3; // at most this many letters: km, kWh
    private static final Pattern NUMBER = Pattern.compile("\\p{N}[\\p{N}.,]*");
    private static final Pattern LETTER = Pattern.compile("\\p{L}");
    private static final Pattern SYMBOLS = Pattern.compile("\\p{L}{1," + UNIT + "}");

    private final String text;
    private final List<Token> tokens;
    private final Set<String> fillers;

    private AskedWords(String text, List<Token> tokens, Set<String> fillers) {
        this.text = text;
        this.tokens = tokens;
        this.fillers = fillers;
    }

    /** The text of each searched word as written; of several forms, the first. */
    static Map<String, String> of(String text, List<Token> tokens, Set<String> fillers) {
        return new AskedWords(text, tokens, fillers).named();
    }

    private Map<String, String> named() {
        Map<String, String> named = new LinkedHashMap<>();
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            boolean withUnit = isNumber(token) && i + 1 < tokens.size() && isUnit(i + 1);
            int end = withUnit ? tokens.get(i + 1).end() : token.end();
            String written = text.substring(token.start(), end);
            if (written.length() <= LONGEST
                    && !isFiller(token)
                    && !LETTER.matcher(written).matches()) {
                named.putIfAbsent(token.word(), written);
            }
            i += withUnit ? 1 : 0;
        }
        return named;
    }

    private boolean isNumber(Token token) {
        return NUMBER.matcher(written(token)).matches();
    }

    /** Whether a short word follows a number with only a space between: {@code 10 m}. */
    private boolean isUnit(int at) {
        Token token = tokens.get(at);
        return SYMBOLS.matcher(written(token)).matches()
                && text.substring(tokens.get(at - 1).end(), token.start()).equals(" ")
                && !isFiller(token);
    }

    private boolean isFiller(Token token) {
        return fillers.contains(written(token).toLowerCase(Locale.ROOT).replace('’', '\''));
    }

    private String written(Token token) {
        return text.substring(token.start(), token.end());
    }
}
