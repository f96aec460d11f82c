package io.zaaky.document.parser;

/**
 * Counts what one document becomes while it is read, before it is created. Everything that can grow
 * faster than its input is counted here.
 */
final class Meter {
    private final Limits limits;
    private long characters;
    private long cells;
    private long elements;
    private long marks;

    Meter(Limits limits) {
        this.limits = limits;
    }

    Limits limits() {
        return limits;
    }

    /** Counts characters of text. */
    void characters(long more) {
        characters += more;
        if (characters > limits.characters()) {
            throw Refusal.tooMuchText(limits.characters());
        }
    }

    /** Counts cells of tables. */
    void cells(long more) {
        cells += more;
        if (cells > limits.cells()) {
            throw new Refusal(
                    "Its tables have more cells than are taken: at most " + limits.cells() + ".");
        }
    }

    /** Counts elements of HTML. */
    void elements(long more) {
        elements += more;
        if (elements > limits.elements()) {
            throw Refusal.tooManyElements(limits.elements());
        }
    }

    /** Counts the elements that these bytes, HTML in some charset, may contain. */
    void elementsIn(byte[] html) {
        int begin = 0;
        for (byte each : html) {
            begin += each == '<' ? 1 : 0;
        }
        elements(begin / 2); // most of them are closed
    }

    /** Counts marks of Markdown. */
    void marks(long more) {
        marks += more;
        if (marks > limits.marks()) {
            throw new Refusal(
                    "It has more lines and marks than are taken: at most " + limits.marks() + ".");
        }
    }
}
