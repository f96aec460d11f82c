package io.zaaky.document.parser;

import java.util.ArrayList;
import java.util.List;
import org.xml.sax.Attributes;
import org.xml.sax.helpers.DefaultHandler;

/** Converts the events of Tika's parsers to headings, paragraphs and tables. */
final class TikaEvents extends DefaultHandler {
    private final Xhtml out;
    private final boolean sheet;
    private final StringBuilder text = new StringBuilder();
    private List<String> cells = new ArrayList<>();
    private Table table;
    private String sheetName = "";
    private boolean inBody;
    private boolean inItem;
    private int tables;

    TikaEvents(Xhtml out, boolean sheet) {
        this.out = out;
        this.sheet = sheet;
        this.table = new Table(out, sheet);
    }

    @Override
    public void startElement(String uri, String name, String qName, Attributes attributes) {
        switch (name) {
            case "body" -> inBody = true;
            case "table" -> {
                if (tables++ == 0) {
                    flush();
                    table = new Table(out, sheet);
                }
            }
            case "h1", "h2", "h3", "h4", "h5", "h6", "div" -> flush();
            case "p" -> {
                if (!inItem) {
                    flush();
                }
            }
            case "li" -> {
                flush();
                inItem = true;
            }
            case "br" -> text.append('\n');
            default -> {}
        }
    }

    @Override
    public void characters(char[] characters, int start, int length) {
        if (inBody) {
            text.append(characters, start, length);
        }
    }

    @Override
    public void ignorableWhitespace(char[] characters, int start, int length) {
        if (inBody) {
            text.append(' ');
        }
    }

    @Override
    public void endElement(String uri, String name, String qName) {
        switch (name) {
            case "h1", "h2", "h3", "h4", "h5", "h6" -> heading(name.charAt(1) - '0');
            case "p", "div", "body" -> {
                if (!inItem) {
                    flush();
                }
            }
            case "li" -> {
                inItem = false;
                flush(true);
            }
            case "td", "th" -> cellEnds();
            case "tr" -> rowEnds();
            case "table" -> {
                tables--;
                if (tables == 0) {
                    table.end();
                }
            }
            default -> {}
        }
    }

    /** The name of a sheet is written only with its first row, so that empty sheets are omitted. */
    private void heading(int level) {
        if (tables > 0) {
            return;
        }
        String heading = text.toString().strip();
        text.setLength(0);
        if (sheet) {
            sheetName = heading;
        } else {
            out.heading(level, heading);
        }
    }

    private void cellEnds() {
        if (tables == 1) {
            cells.add(text.toString().strip());
            text.setLength(0);
        } else {
            text.append(' ');
        }
    }

    private void rowEnds() {
        if (tables == 1) {
            if (!sheetName.isEmpty() && cells.stream().anyMatch(cell -> !cell.isBlank())) {
                out.heading(2, sheetName);
                sheetName = "";
            }
            table.row(cells);
            cells = new ArrayList<>();
            text.setLength(0);
        }
    }

    private void flush() {
        flush(false);
    }

    private void flush(boolean item) {
        if (tables > 0) {
            text.append(' ');
            return;
        }
        String whole = text.toString().strip();
        text.setLength(0);
        if (item) {
            out.item(whole);
        } else {
            out.paragraph(whole);
        }
    }
}
