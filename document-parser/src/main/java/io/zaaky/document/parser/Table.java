package io.zaaky.document.parser;

import java.util.ArrayList;
import java.util.List;

/** Writes a table row by row, and decides from its first rows whether it has a header. */
final class Table {
    private static final int LOOKS_AT = 5; // rows

    private final Xhtml out;
    private final boolean sheet;
    private final List<List<String>> first = new ArrayList<>();
    private boolean header;
    private boolean open;

    /**
     * @param sheet whether the first row of several cells names the columns, as it does in a
     *     spreadsheet
     */
    Table(Xhtml out, boolean sheet) {
        this.out = out;
        this.sheet = sheet;
    }

    /** Declares that the next row names the columns. */
    void headerFollows() {
        header = true;
    }

    void row(List<String> cells) {
        int end = Math.min(cells.size(), out.meter().limits().columns());
        while (end > 0 && cells.get(end - 1).isBlank()) {
            end--;
        }
        if (end == 0) {
            return;
        }
        List<String> row = List.copyOf(cells.subList(0, end));
        if (open) {
            out.row("td", row);
        } else {
            first.add(row);
            if (first.size() == LOOKS_AT) {
                begin();
            }
        }
    }

    void end() {
        if (!open && !first.isEmpty()) {
            begin();
        }
        if (open) {
            out.close("table");
        }
    }

    private void begin() {
        while (sheet && first.size() > 1 && first.getFirst().size() == 1) {
            out.paragraph(first.removeFirst().getFirst());
        }
        open = true;
        out.open("table");
        boolean named = first.size() > 1 && (header || namesColumns(first.getFirst()));
        for (int i = 0; i < first.size(); i++) {
            out.row(named && i == 0 ? "th" : "td", first.get(i));
        }
        first.clear();
    }

    /**
     * Whether a row names the columns. In a text document, two columns are mostly a list of names
     * and values, and a number is not the name of a column.
     */
    private boolean namesColumns(List<String> row) {
        if (sheet) {
            return row.size() > 1;
        }
        return row.size() > 2
                && row.stream().noneMatch(String::isBlank)
                && row.stream().noneMatch(cell -> cell.codePoints().anyMatch(Character::isDigit));
    }
}
