package io.zaaky.document.parser;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Element;

/** Reads a table. Cells that span rows are repeated in each row, as a reader understands them. */
final class HtmlTable {
    // Repetition must not turn a small page into a huge document.
    private static final int MOST_SPANS = 4;
    private static final int LONGEST_SPAN = 60;

    private record Span(String text, int rows) {}

    private final Map<Integer, Span> spans = new HashMap<>(); // by column

    private final Meter meter;

    private HtmlTable(Meter meter) {
        this.meter = meter;
    }

    /** Whether a table contains data and is not used for layout. */
    static boolean isData(Element table) {
        return table.selectFirst("table table, h1, h2, h3, h4, h5, h6, ul, ol, pre") == null
                && table.selectFirst("th, td + td") != null;
    }

    static Block.Table read(Element table, Meter meter) {
        var reader = new HtmlTable(meter);
        List<String> header = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        for (Element row : table.select("tr")) {
            boolean names = rows.isEmpty() && isHeader(row);
            List<String> cells = reader.cells(row, names);
            if (cells.stream().allMatch(String::isEmpty)) {
                continue;
            }
            if (names) {
                add(header, cells);
            } else {
                rows.add(cells);
            }
        }
        return new Block.Table(List.copyOf(header), List.copyOf(rows));
    }

    private static boolean isHeader(Element row) {
        Element parent = row.parent();
        return (parent != null && parent.normalName().equals("thead"))
                || (row.selectFirst("th") != null && row.selectFirst("td") == null);
    }

    /** Appends a second row of names to the first: {@code Price} and {@code adults}. */
    private static void add(List<String> header, List<String> more) {
        for (int i = 0; i < more.size(); i++) {
            if (i >= header.size()) {
                header.add(more.get(i));
            } else if (!header.get(i).equals(more.get(i))) {
                header.set(i, (header.get(i) + " " + more.get(i)).strip());
            }
        }
    }

    private List<String> cells(Element row, boolean names) {
        List<String> cells = new ArrayList<>();
        for (Element cell : row.select("> th, > td")) {
            takeSpans(cells);
            String text = CleanText.line(cell.text());
            int rows = span(cell, "rowspan");
            for (int i = 0;
                    i < span(cell, "colspan") && cells.size() < meter.limits().columns();
                    i++) {
                if (rows > 1 && spans.size() < MOST_SPANS && text.length() <= LONGEST_SPAN) {
                    spans.put(cells.size(), new Span(text, rows - 1));
                }
                cells.add(i == 0 || names ? text : "");
            }
        }
        takeSpans(cells);
        meter.cells(cells.size());
        return cells;
    }

    private void takeSpans(List<String> cells) {
        for (Span span = spans.get(cells.size()); span != null; span = spans.get(cells.size())) {
            int column = cells.size();
            cells.add(span.text());
            if (span.rows() > 1) {
                spans.put(column, new Span(span.text(), span.rows() - 1));
            } else {
                spans.remove(column);
            }
        }
    }

    private static int span(Element cell, String attribute) {
        String value = cell.attr(attribute);
        return value.matches("[1-9]\\d{0,2}") ? Integer.parseInt(value) : 1;
    }
}
