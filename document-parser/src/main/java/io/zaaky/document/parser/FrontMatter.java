package io.zaaky.document.parser;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The block between two lines of {@code ---} at the top of a Markdown file. Only {@code title} and
 * {@code url} are read; other keys are for the editors' own use and are not indexed.
 *
 * @param title the title; empty if there is none
 * @param url the address for visitors; empty if there is none
 * @param rest the file without the block
 */
record FrontMatter(String title, String url, String rest) {
    private static final Pattern KEY = Pattern.compile("([A-Za-z][A-Za-z0-9_-]{0,40})\\s*:(.*)");
    private static final int MOST_LINES = 100;

    /**
     * @param text clean text
     */
    static FrontMatter of(String text) {
        if (!text.startsWith("---\n")) {
            return new FrontMatter("", "", text);
        }
        String title = "";
        String url = "";
        int from = 4;
        for (int n = 0; n < MOST_LINES && from < text.length(); n++) {
            int end = text.indexOf('\n', from) < 0 ? text.length() : text.indexOf('\n', from);
            String line = text.substring(from, end).stripTrailing();
            from = Math.min(end + 1, text.length());
            if (line.equals("---") || line.equals("...")) {
                return new FrontMatter(title, url, text.substring(from));
            }
            Matcher key = KEY.matcher(line);
            if (key.matches()) {
                switch (key.group(1)) {
                    case "title" -> title = unquote(key.group(2).strip());
                    case "url" -> url = unquote(key.group(2).strip());
                    default -> {}
                }
            } else if (!belongsToKey(line)) {
                break;
            }
        }
        return new FrontMatter("", "", text); // just two rules with text between them
    }

    private static boolean belongsToKey(String line) {
        return line.isBlank()
                || line.startsWith(" ")
                || line.startsWith("\t")
                || line.startsWith("-")
                || line.startsWith("#");
    }

    private static String unquote(String value) {
        boolean quoted =
                value.length() > 1
                        && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                        && value.charAt(value.length() - 1) == value.charAt(0);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
