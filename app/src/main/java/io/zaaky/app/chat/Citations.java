package io.zaaky.app.chat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Watches what a model cites while it speaks: {@code [1]} or {@code [1, 3]}. A number that it was
 * not given is dropped before anybody sees it; what begins like a citation waits for its end, and
 * everything else passes at once. Numbers of four digits are years rather than passages, and text
 * between backticks is code: they pass as they are.
 *
 * <p>Where a chatbot has no documents, nothing told the model to cite, and brackets with numbers
 * are often something else. There also pass: what follows a word or a bracket directly ({@code
 * a[1]}), lists ({@code [1, 2]}), links ({@code [1](…)}) and, at the beginning of a line, their
 * definitions ({@code [1]: …}).
 *
 * <p>Belongs to the answer's thread.
 */
final class Citations {
    private static final int LONGEST = 40; // characters that may turn out to be one citation
    private static final int MOST_DIGITS = 3;
    private static final int FENCE = 3; // so many backticks begin a block of code

    private final int given;
    private final boolean documents;
    private final BitSet cited = new BitSet();
    private final StringBuilder held = new StringBuilder();
    private boolean closed; // what is held has its end, and what follows decides about it
    private char last = '\n'; // what was let go last
    private int ticks; // backticks just before
    private boolean inline;
    private boolean fenced;

    private Citations(int given, boolean documents) {
        this.given = given;
        this.documents = documents;
    }

    /**
     * @param given the passages are numbered from 1 to this; 0 if there are none
     */
    static Citations of(int given) {
        return new Citations(given, true);
    }

    /** For a chatbot that has no documents at all. */
    static Citations withoutDocuments() {
        return new Citations(0, false);
    }

    /** What may be said now; empty if all of it has to wait. */
    String pass(String piece) {
        if (piece.isEmpty()) {
            return piece;
        }
        if (isPlain(piece)) {
            last = piece.charAt(piece.length() - 1);
            return piece;
        }
        var out = new StringBuilder(piece.length() + held.length());
        for (int i = 0; i < piece.length(); i++) {
            char c = piece.charAt(i);
            if (held.isEmpty() || !waits(c, out)) {
                take(c, out);
            }
        }
        return out.toString();
    }

    private boolean isPlain(String piece) {
        return held.isEmpty()
                && ticks == 0
                && !inline
                && piece.indexOf('[') < 0
                && piece.indexOf('`') < 0;
    }

    /** Whether the character belongs to what waits; if not, that is let go or dropped. */
    private boolean waits(char c, StringBuilder out) {
        if (closed) {
            letGo(isLink(c) ? held.toString() : "", out);
            return false;
        }
        if (c == ']') {
            end(held.append(c).toString(), out);
            return true;
        }
        if (held.length() < LONGEST && ((c >= '0' && c <= '9') || c == ',' || c == ' ')) {
            held.append(c);
            return true;
        }
        letGo(held.toString(), out);
        return false;
    }

    private void end(String brackets, StringBuilder out) {
        List<String> numbers = numbers(brackets);
        if (numbers.isEmpty() || (!documents && (numbers.size() > 1 || isIndex()))) {
            letGo(brackets, out);
        } else if (documents) {
            String kept = numbers.stream().filter(this::isGiven).collect(Collectors.joining(", "));
            letGo(kept.isEmpty() ? "" : "[" + kept + "]", out);
        } else {
            closed = true;
        }
    }

    private void letGo(String text, StringBuilder out) {
        out.append(text);
        if (!text.isEmpty()) {
            last = text.charAt(text.length() - 1);
        }
        held.setLength(0);
        closed = false;
    }

    /** Whether the brackets follow a word or brackets directly: {@code a[1]}, {@code f(x)[1]}. */
    private boolean isIndex() {
        return (last >= 'a' && last <= 'z')
                || (last >= 'A' && last <= 'Z')
                || (last >= '0' && last <= '9')
                || "_)[]".indexOf(last) >= 0;
    }

    /** Whether the brackets are the text of a link or the name of its definition. */
    private boolean isLink(char next) {
        return next == '(' || (next == ':' && last == '\n');
    }

    private void take(char c, StringBuilder out) {
        if (c == '`') {
            ticks++;
            out.append(c);
            last = c;
            return;
        }
        if (ticks >= FENCE && !inline) {
            fenced = !fenced;
        } else if (ticks > 0 && !fenced) {
            inline = !inline;
        }
        ticks = 0;
        inline &= c != '\n'; // code within a line ends with it
        if (c == '[' && !inline && !fenced) {
            held.append(c);
        } else {
            out.append(c);
            last = c;
        }
    }

    /**
     * The numbers in brackets that hold nothing but digits, commas and blanks; none: no citation.
     */
    private static List<String> numbers(String brackets) {
        List<String> numbers = new ArrayList<>();
        for (String part : brackets.substring(1, brackets.length() - 1).split(",", -1)) {
            String number = part.strip();
            if (number.isEmpty() || number.length() > MOST_DIGITS || number.indexOf(' ') >= 0) {
                return List.of();
            }
            numbers.add(number);
        }
        return numbers;
    }

    private boolean isGiven(String digits) {
        int number = Integer.parseInt(digits);
        boolean known = number >= 1 && number <= given;
        if (known) {
            cited.set(number);
        }
        return known;
    }

    /** What still waits, when nothing follows any more. */
    String end() {
        var rest = new StringBuilder();
        letGo(closed ? "" : held.toString(), rest);
        return rest.toString();
    }

    /** The passages that were cited so far. */
    BitSet cited() {
        return (BitSet) cited.clone();
    }
}
