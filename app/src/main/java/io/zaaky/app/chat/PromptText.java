package io.zaaky.app.chat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Prepares text of documents, visitors and models for a prompt. The words stay the same, but no
 * text can be mistaken for part of the prompt's own format. Three things could be:
 *
 * <ul>
 *   <li>A line that begins like a document ({@code [2] …}) or like the question would end the
 *       document that contains it. Such a line is marked as quoted.
 *   <li>Words that chat templates use to separate roles, such as {@code <|im_start|>} or {@code
 *       [INST]}: model servers interpret them wherever they appear. A blank is inserted into them.
 *   <li>Characters that are invisible to people but that a model reads, such as Unicode's tags.
 *       They are left out, and so are characters that change the direction of text.
 * </ul>
 */
final class PromptText {
    /** The line before the documents. */
    static final String DOCUMENTS = "Documents:";

    /** The start of the question's line. */
    static final String QUESTION = "Question:";

    /** Flags for what a text contains; nearly all texts have none. */
    private static final int ODD_ENDS = 1;

    private static final int UNSEEN = 2;

    private static final String QUOTED = "> ";
    private static final Pattern ENDS_OF_LINES =
            Pattern.compile("\r\n|[\r\f\u000B\u0085\u2028\u2029]");
    private static final Pattern BLANKS = Pattern.compile("[\\s\u0085\u2028\u2029]+");

    /** The number of characters to examine for a template's word. */
    private static final int LONGEST = 40;

    /** The first character of a template's word. */
    private static final Pattern TEMPLATE =
            Pattern.compile(
                    "<(?=[|\uFF5C]|<?/?SYS>>?"
                        + "|/?(?:s|bos|eos|pad|unk|think|tools|tool_call|tool_response"
                        + "|(?:start|end)_of_(?:turn|image))>)"
                        + "|\\[(?=/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS"
                        + "|TOOL_CONTENT|CALL_ID|ARGS|THINK|IMG)])");

    private PromptText() {}

    /** Makes a text inert and keeps its lines. */
    static String inert(String text) {
        return inert(text, parts(text));
    }

    /** Makes a text inert, on one line. */
    static String line(String text) {
        String line = hasOddBlanks(text) ? BLANKS.matcher(text).replaceAll(" ").strip() : text;
        return inert(line);
    }

    private static boolean hasOddBlanks(String text) {
        char before = ' ';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c == ' ' && before == ' ') || c == '\t' || c == '\n' || isOddEnd(c)) {
                return true;
            }
            before = c;
        }
        return before == ' ';
    }

    /** Makes a text inert, with no line that begins like one of the prompt's own. */
    static String block(String text) {
        int parts = parts(text);
        String lines =
                (parts & ODD_ENDS) == 0 ? text : ENDS_OF_LINES.matcher(text).replaceAll("\n");
        String inert = inert(lines, parts);
        StringBuilder marked = new StringBuilder(0);
        int kept = 0;
        for (int start = 0; start < inert.length(); start = next(inert, start)) {
            if (isLikeOurs(inert, start)) {
                marked.append(inert, kept, start).append(QUOTED);
                kept = start;
            }
        }
        return marked.isEmpty() ? inert : marked.append(inert, kept, inert.length()).toString();
    }

    /** Examines each character once: this runs for each passage of each question. */
    private static int parts(String text) {
        int parts = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < ' ' || c >= 0x7F) && c != '\n' && c != '\t') {
                parts |= isOddEnd(c) ? ODD_ENDS : 0;
                parts |= isUnseen(text.codePointAt(i)) ? UNSEEN : 0;
            }
        }
        return parts;
    }

    private static boolean isOddEnd(char c) {
        return c == '\r' || c == '\f' || c == 0x0B || c == 0x85 || c == 0x2028 || c == 0x2029;
    }

    private static String inert(String text, int parts) {
        String seen = (parts & UNSEEN) == 0 ? text : seen(text);
        return broken(seen);
    }

    /** Inserts blanks into the words of templates. */
    private static String broken(String text) {
        int angle = text.indexOf('<');
        int square = text.indexOf('[');
        if (angle < 0 && square < 0) {
            return text;
        }
        Matcher word = TEMPLATE.matcher(text);
        var broken = new StringBuilder(0);
        int kept = 0;
        while (angle >= 0 || square >= 0) {
            boolean isAngle = square < 0 || (angle >= 0 && angle < square);
            int at = isAngle ? angle : square;
            if (word.region(at, Math.min(text.length(), at + LONGEST)).lookingAt()) {
                broken.append(text, kept, at + 1).append(' ');
                kept = at + 1;
            }
            angle = isAngle ? text.indexOf('<', at + 1) : angle;
            square = isAngle ? square : text.indexOf('[', at + 1);
        }
        return broken.isEmpty() ? text : broken.append(text, kept, text.length()).toString();
    }

    private static int next(String text, int start) {
        int end = text.indexOf('\n', start);
        return end < 0 ? text.length() : end + 1;
    }

    private static boolean isLikeOurs(String text, int start) {
        int at = start;
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
        if (text.startsWith("[", at)) {
            int digits = at + 1;
            while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
                digits++;
            }
            return digits > at + 1 && text.startsWith("]", digits);
        }
        return starts(text, at, QUESTION) || starts(text, at, DOCUMENTS);
    }

    private static boolean isBlank(char c) {
        return c != '\n' && (Character.isWhitespace(c) || Character.isSpaceChar(c));
    }

    private static boolean starts(String text, int at, String word) {
        return text.regionMatches(true, at, word, 0, word.length());
    }

    /** Removes the invisible characters. */
    private static String seen(String text) {
        var seen = new StringBuilder(text.length());
        text.codePoints().filter(c -> !isUnseen(c)).forEach(seen::appendCodePoint);
        return seen.toString();
    }

    /** Joiners stay: scripts and pictures need them. */
    private static boolean isUnseen(int c) {
        if (c < 0x200B) {
            return (c < ' ' && c != '\n' && c != '\t' && c != '\r')
                    || (c >= 0x7F && c < 0xA0 && c != 0x85);
        }
        return c == 0x200B // zero-width space
                || (c >= 0x202A && c <= 0x202E) // text directions
                || (c >= 0x2060 && c <= 0x206F)
                || c == 0xFEFF
                || (c >= 0xFFF9 && c <= 0xFFFB) // interlinear annotations
                || (c >= 0xE0000 && c <= 0xE0FFF); // tags and additional variants
    }
}
