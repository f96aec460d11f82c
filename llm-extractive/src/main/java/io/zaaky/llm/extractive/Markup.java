package io.zaaky.llm.extractive;

import java.util.List;
import java.util.regex.Pattern;

/** Removes the markup from a line and keeps what a reader would see. */
final class Markup {

    private record Rule(Pattern pattern, String replacement) {
        Rule(String regex, String replacement) {
            this(Pattern.compile(regex), replacement);
        }
    }

    private static final List<Rule> RULES =
            List.of(
                    new Rule("!\\[([^\\]]*)\\]\\([^)]*\\)", ""), // image
                    new Rule("\\[([^\\]]+)\\]\\([^)]*\\)", "$1"), // link
                    new Rule("\\[([^\\]]+)\\]\\[[^\\]]*\\]", "$1"), // link by reference
                    new Rule("\\[\\^?\\d+\\]", ""), // footnote; would look like a citation
                    new Rule("<(https?://[^>\\s]+)>", "$1"),
                    new Rule("</?[A-Za-z][^>]*>", ""), // HTML
                    new Rule("(\\*\\*\\*|\\*\\*|__)(?=\\S)(.+?)(?<=\\S)\\1", "$2"),
                    new Rule("(?<![\\w*])\\*(?=\\S)([^*]+?)(?<=\\S)\\*(?![\\w*])", "$1"),
                    new Rule("(?<!\\w)_(?=\\S)([^_]+?)(?<=\\S)_(?!\\w)", "$1"),
                    new Rule("`+([^`]*)`+", "$1"),
                    new Rule("~~(.*?)~~", ""),
                    new Rule("\\\\([\\\\`*_{}\\[\\]()#+.!|>~-])", "$1"),
                    new Rule("&nbsp;", " "),
                    new Rule("&amp;", "&"),
                    new Rule("\\s+", " "));

    private Markup() {}

    static String plain(String line) {
        String text = line;
        for (Rule rule : RULES) {
            text = rule.pattern().matcher(text).replaceAll(rule.replacement());
        }
        return text.strip();
    }
}
