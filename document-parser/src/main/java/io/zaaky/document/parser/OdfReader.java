package io.zaaky.document.parser;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import javax.xml.stream.XMLStreamException;

/** Reads ODT, ODS and ODP, which share one XML format. */
final class OdfReader implements Xml.Events {
    private static final int MOST_REPEATED = 100; // columns

    /** Elements that are not, or no longer, part of the text. */
    private static final Set<String> PASSED_OVER =
            Set.of("tracked-changes", "annotation", "notes", "master-styles", "forms", "script");

    private final Xhtml out;
    private final Deque<Boolean> items = new ArrayDeque<>(); // whether part of it was written
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder cell = new StringBuilder();
    private List<String> cells = new ArrayList<>();
    private Table table;
    private int tables;
    private int passedOver;
    private int paragraphs;
    private int level = 1;
    private int repeated = 1;
    private int slide;
    private boolean sheet;
    private boolean title;
    private boolean titled;
    private String sheetName = "";

    private OdfReader(Xhtml out) {
        this.out = out;
        this.table = new Table(out, false);
    }

    /**
     * Reads the document into {@code out}.
     *
     * @return the title; empty if there is none
     */
    static String read(Zip zip, Xhtml out) throws IOException, XMLStreamException {
        if (zip.has("META-INF/manifest.xml")) {
            Xml.read(zip.part("META-INF/manifest.xml"), OdfReader::refuseEncrypted);
        }
        Xml.read(zip.part("content.xml"), new OdfReader(out));
        if (!zip.has("meta.xml")) {
            return "";
        }
        var title = new TextOf("title");
        Xml.read(zip.part("meta.xml"), title);
        return title.toString();
    }

    private static void refuseEncrypted(String name, Xml.Attributes attributes) {
        if (name.equals("encryption-data")) {
            throw Refusal.password();
        }
    }

    @Override
    public void begins(String name, Xml.Attributes attributes) {
        if (passedOver > 0 || PASSED_OVER.contains(name)) {
            passedOver++;
            return;
        }
        switch (name) {
            case "spreadsheet" -> sheet = true;
            case "page" -> slideBegins();
            case "frame" -> title = attributes.get("class").equals("title");
            case "h" -> level = number(attributes.get("outline-level"), 1, 6);
            case "list-item" -> items.push(false);
            case "table" -> tableBegins(attributes.get("name"));
            case "table-header-rows" -> table.headerFollows();
            case "table-cell", "covered-table-cell" ->
                    repeated = number(attributes.get("number-columns-repeated"), 1, MOST_REPEATED);
            case "s" -> text.append(' ');
            case "tab" -> text.append(' ');
            case "line-break" -> text.append('\n');
            case "note" -> text.append(" (");
            default -> {}
        }
        if (name.equals("p") || name.equals("h")) {
            paragraphs++;
        }
    }

    @Override
    public void text(String piece) {
        if (passedOver == 0 && paragraphs > 0) {
            text.append(piece.replaceAll("\\s+", " "));
        }
    }

    @Override
    public void ends(String name) {
        if (passedOver > 0) {
            passedOver--;
            return;
        }
        switch (name) {
            case "h", "p" -> paragraphEnds(name.equals("h"));
            case "list-item" -> {
                if (!items.isEmpty()) {
                    items.pop();
                }
            }
            case "note" -> text.append(") ");
            case "note-citation" -> text.append(": ");
            case "table-cell", "covered-table-cell" -> cellEnds();
            case "table-row" -> rowEnds();
            case "table" -> tableEnds();
            default -> {}
        }
    }

    private void slideBegins() {
        slide++;
        titled = false;
    }

    private void tableBegins(String name) {
        tables++;
        if (tables == 1) {
            table = new Table(out, sheet);
            sheetName = sheet ? name : "";
        }
    }

    /**
     * Ends a paragraph. The paragraphs of a note are nested in the paragraph that it belongs to.
     */
    private void paragraphEnds(boolean heading) {
        paragraphs--;
        if (paragraphs > 0) {
            return;
        }
        String whole = text.toString().strip();
        text.setLength(0);
        if (tables > 0) {
            cell.append(whole).append(' ');
        } else if (slide > 0 && !titled) {
            titled = true;
            out.heading(2, title && !whole.isEmpty() ? whole : "Slide " + slide);
            if (!title) {
                write(heading, whole);
            }
        } else {
            write(heading, whole);
        }
    }

    private void write(boolean heading, String whole) {
        if (heading) {
            out.heading(level, whole);
        } else if (items.isEmpty()) {
            out.paragraph(whole);
        } else {
            out.item(whole);
        }
    }

    private void cellEnds() {
        if (tables == 1) {
            String content = cell.toString().strip();
            cell.setLength(0);
            for (int i = 0; i < repeated && cells.size() < MOST_REPEATED; i++) {
                cells.add(content);
            }
            repeated = 1;
        }
    }

    /** A repeated row is written once, because rows with content are not repeated. */
    private void rowEnds() {
        if (tables == 1) {
            boolean empty = cells.stream().allMatch(String::isBlank);
            if (!empty && !sheetName.isEmpty()) {
                out.heading(2, sheetName);
                sheetName = "";
            }
            table.row(cells);
            cells = new ArrayList<>();
        }
    }

    private void tableEnds() {
        tables = Math.max(0, tables - 1);
        if (tables == 0) {
            table.end();
        }
    }

    private static int number(String attribute, int least, int most) {
        return attribute.matches("\\d{1,6}")
                ? Math.clamp(Integer.parseInt(attribute), least, most)
                : least;
    }
}
