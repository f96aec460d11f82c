package io.zaaky.llm.extractive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Collects the lines of a table, written in Markdown or as {@code Name: value; Name: value}. */
final class Table {
    private final List<List<String>> lines = new ArrayList<>();
    private final List<Row> named = new ArrayList<>();
    private boolean header;

    void line(String line) {
        if (line.matches("[|:\\-\\s]+")) {
            header = lines.size() == 1;
            return;
        }
        String inner = line.replaceFirst("^\\|", "").replaceFirst("\\|$", "");
        lines.add(Stream.of(inner.split("\\|", -1)).map(Markup::plain).toList());
    }

    /** Accepts the line if it names its columns. Returns whether it did. */
    boolean takes(String line) {
        Optional<Row> row = Row.parse(line);
        row.ifPresent(named::add);
        return row.isPresent();
    }

    /** Returns the rows that have text, and empties the table. */
    List<Row> end() {
        List<Row> rows = new ArrayList<>(named);
        List<String> names = header ? lines.getFirst() : List.of();
        for (List<String> line : header ? lines.subList(1, lines.size()) : lines) {
            rows.add(new Row(names(names, line.size()), line));
        }
        rows.removeIf(row -> row.text().isEmpty());
        lines.clear();
        named.clear();
        header = false;
        return rows;
    }

    private static List<String> names(List<String> names, int columns) {
        return Stream.concat(names.stream(), Stream.generate(() -> "")).limit(columns).toList();
    }
}
