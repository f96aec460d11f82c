package io.zaaky.app.chat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Watches what a model cites while it speaks: {@code [1]} or {@code [1, 3]}. A number that it was
 * not given is dropped before anybody sees it; what begins like a citation waits for its end, and
 * everything else passes at once. Numbers of four digits are years rather than passages, and text
 * between backticks is code: they pass as they are. Belongs to the answer's thread.
 */
final class Citations {
    private static final int LONGEST = 40; // characters that may turn out to be one citation
    private static final int MOST_DIGITS = 3;
    private static final int FENCE = 3; // so many backticks begin a block of code

    private final int given;
    private final BitSet cited = new BitSet();
    private final StringBuilder held = new StringBuilder();
    private int ticks; // backticks just before
    private boolean inline;
    private boolean fenced;

    /**
     * @param given the passages are numbered from 1 to this; 0 if there are none, when everything
     *     passes
     */
    Citations(int given) {
        this.given = given;
    }

    /** What may be said now; empty if all of it has to wait. */
    String pass(String piece) {
        if (given == 0 || isPlain(piece)) {
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

    /** Whether the character belongs to what waits; if not, that is let go. */
    private boolean waits(char c, StringBuilder out) {
        if (c == ']') {
            out.append(settled(held.append(c).toString()));
            held.setLength(0);
            return true;
        }
        if (held.length() < LONGEST && ((c >= '0' && c <= '9') || c == ',' || c == ' ')) {
            held.append(c);
            return true;
        }
        out.append(held);
        held.setLength(0);
        return false;
    }

    private void take(char c, StringBuilder out) {
        if (c == '`') {
            ticks++;
            out.append(c);
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
        }
    }

    /** What becomes of brackets that hold nothing but digits, commas and blanks. */
    private String settled(String brackets) {
        List<String> numbers = new ArrayList<>();
        for (String part : brackets.substring(1, brackets.length() - 1).split(",", -1)) {
            String number = part.strip();
            if (number.isEmpty() || number.length() > MOST_DIGITS || number.indexOf(' ') >= 0) {
                return brackets; // no citation
            }
            numbers.add(number);
        }
        String kept = numbers.stream().filter(this::isGiven).collect(Collectors.joining(", "));
        return kept.isEmpty() ? "" : "[" + kept + "]";
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
        String rest = held.toString();
        held.setLength(0);
        return rest;
    }

    /** The passages that were cited so far. */
    BitSet cited() {
        return (BitSet) cited.clone();
    }
}
