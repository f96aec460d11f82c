package io.zaaky.document.parser;

import java.util.List;

/** Collects a document's text as XHTML, up to a limit. */
final class Xhtml {
    private final StringBuilder out = new StringBuilder();
    private final Limits limits;
    private final Meter meter;
    private boolean hasText;
    private boolean inList;

    /**
     * @param limits the limits of characters, including markup, of elements and of columns
     */
    Xhtml(Limits limits) {
        this.limits = limits;
        this.meter = new Meter(limits);
    }

    Meter meter() {
        return meter;
    }

    boolean hasText() {
        return hasText;
    }

    /**
     * A heading.
     *
     * @param level the level; clamped to 1 to 6
     */
    void heading(int level, String text) {
        block("h" + Math.clamp(level, 1, 6), text);
    }

    void paragraph(String text) {
        block("p", text);
    }

    /** An item; consecutive items form one list. */
    void item(String text) {
        if (!text.isBlank()) {
            if (!inList) {
                open("ul");
                inList = true;
            }
            element("li", text.strip());
        }
    }

    void row(String cell, List<String> cells) {
        open("tr");
        cells.forEach(each -> element(cell, each.strip()));
        close("tr");
    }

    /** Adds HTML, whose elements must all be closed. */
    void html(String html) {
        endList();
        room(html.length());
        out.append(html).append('\n');
        hasText |= !html.isBlank();
    }

    void open(String element) {
        endList();
        begin(element);
    }

    void close(String element) {
        out.append("</").append(element).append(">\n");
    }

    private void block(String element, String text) {
        if (!text.isBlank()) {
            endList();
            element(element, text.strip());
        }
    }

    private void begin(String element) {
        room(2L * element.length() + 6);
        meter.elements(1);
        out.append('<').append(element).append('>');
    }

    private void endList() {
        if (inList) {
            inList = false;
            close("ul");
        }
    }

    private void element(String element, String text) {
        begin(element);
        room(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '\n' -> out.append("<br/>");
                default -> out.append(c);
            }
        }
        hasText |= !text.isBlank();
        close(element);
    }

    private void room(long more) {
        if (out.length() + more > limits.characters()) {
            throw Refusal.tooMuchText(limits.characters());
        }
    }

    @Override
    public String toString() {
        endList();
        return out.toString();
    }
}
