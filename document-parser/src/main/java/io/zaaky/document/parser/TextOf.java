package io.zaaky.document.parser;

/** Collects the text of the first element with a given name. */
final class TextOf implements Xml.Events {
    private static final int LONGEST = 1000;

    private final String element;
    private final StringBuilder text = new StringBuilder();
    private int seen;
    private boolean inside;

    TextOf(String element) {
        this.element = element;
    }

    @Override
    public void begins(String name, Xml.Attributes attributes) {
        if (name.equals(element)) {
            seen++;
            inside = seen == 1;
        }
    }

    @Override
    public void ends(String name) {
        inside &= !name.equals(element);
    }

    @Override
    public void text(String piece) {
        if (inside && text.length() < LONGEST) {
            text.append(piece);
        }
    }

    @Override
    public String toString() {
        return text.toString().strip();
    }
}
