package io.zaaky.document.parser;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Determines the kind of content from its bytes. The name only decides between kinds of text. */
final class Content {
    private static final int LOOKS_AT = 1024; // characters
    private static final Pattern HTML =
            Pattern.compile(
                    "(?is)\\s*(<\\?xml[^>]*>\\s*)?(<!--.*?-->\\s*)*<(!doctype\\s+html|html)\\b.*");
    private static final String PDF = "%PDF-"; // may follow other bytes
    private static final String RICH_TEXT = "{\\rtf";

    private Content() {}

    /** Whether a document parser must read this, although it may look like text. */
    static boolean isDocument(byte[] bytes, MediaKind kind) {
        String beginning =
                new String(bytes, 0, Math.min(bytes.length, LOOKS_AT), StandardCharsets.ISO_8859_1);
        boolean prose = kind != MediaKind.DOCUMENT;
        return switch (kind) {
            case MAIL -> !isHtml(beginning) && bytes.length > 0;
            case TEXT, MARKDOWN, HTML, CSV, DOCUMENT ->
                    beginning.startsWith(RICH_TEXT)
                            || (prose ? beginning.startsWith(PDF) : beginning.contains(PDF));
        };
    }

    /** How to read a text: a whole page is HTML; Markdown that contains HTML stays Markdown. */
    static MediaKind kindOf(String text, MediaKind named) {
        return switch (named) {
            case MARKDOWN, HTML -> named;
            case TEXT, CSV, MAIL, DOCUMENT ->
                    isHtml(text.substring(0, Math.min(text.length(), LOOKS_AT)))
                            ? MediaKind.HTML
                            : named;
        };
    }

    /** Whether the content may declare its charset. */
    static boolean mayDeclare(MediaKind kind) {
        return kind != MediaKind.TEXT && kind != MediaKind.MARKDOWN && kind != MediaKind.CSV;
    }

    private static boolean isHtml(String beginning) {
        return HTML.matcher(beginning.strip()).matches();
    }
}
