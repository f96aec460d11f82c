package io.zaaky.app.chat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Filters the citations in a model's text as it arrives: {@code [1]} or {@code [1, 3]}. A number
 * that the model was not given is dropped before anybody sees it. Text that begins like a citation
 * waits for its end; everything else passes at once. Numbers of four digits are years rather than
 * passages, and text between backticks is code: both pass unchanged.
 *
 * <p>If a chatbot has no documents, the model was not told to cite, and numbers in brackets often
 * mean something else. In that case these pass too: brackets directly after a word or a bracket
 * ({@code a[1]}), lists ({@code [1, 2]}), links ({@code [1](…)}) and, at the start of a line, link
 * definitions ({@code [1]: …}).
 *
 * <p>Used only by the answer's thread.
 */
final class Citations {
    private static final int LONGEST = 40; // characters that may turn out to be one citation
    private static final int MOST_DIGITS = 3;
    private static final int FENCE = 3; // this many backticks begin a block of code

    private final int given;
    private final boolean documents;
    private final BitSet cited = new BitSet();
    private final StringBuilder held = new StringBuilder();
    private boolean closed; // the held brackets are complete; the next character decides
    private char last = '\n'; // the last character that passed
    private int ticks; // backticks directly before
    private boolean inline;
    private boolean fenced;

    private Citations(int given, boolean documents) {
        this.given = given;
        this.documents = documents;
    }

    /**
     * @param given passages are numbered from 1 to this; 0 if there are none
     */
    static Citations of(int given) {
        return new Citations(given, true);
    }

    /** For a chatbot without any documents. */
    static Citations withoutDocuments() {
        return new Citations(0, false);
    }

    /** Returns the text that may pass now; empty if all of it has to wait. */
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

    /** Whether the character extends the held text; if not, the held text passes or is dropped. */
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

    /** Whether the brackets directly follow a word or brackets: {@code a[1]}, {@code f(x)[1]}. */
    private boolean isIndex() {
        return (last >= 'a' && last <= 'z')
                || (last >= 'A' && last <= 'Z')
                || (last >= '0' && last <= '9')
                || "_)[]".indexOf(last) >= 0;
    }

    /** Whether the brackets are a link's text or the name in its definition. */
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
        inline &= c != '\n'; // inline code ends at the end of its line
        if (c == '[' && !inline && !fenced) {
            held.append(c);
        } else {
            out.append(c);
            last = c;
        }
    }

    /**
     * The numbers in brackets that hold only digits, commas and blanks; empty if it is no citation.
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

    /** Returns the text that still waits when nothing more follows. */
    String end() {
        var rest = new StringBuilder();
        letGo(closed ? "" : held.toString(), rest);
        return rest.toString();
    }

    /** The passages cited so far. */
    BitSet cited() {
        return (BitSet) cited.clone();
    }
}
