package io.zaaky.llm.extractive;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A row of a table.
 *
 * @param names the names of the columns; empty texts if the table has no header
 * @param values as many as names; the first value says what the row is about
 */
record Row(List<String> names, List<String> values) {
    Row {
        names = List.copyOf(names);
        values = List.copyOf(values);
    }

    /**
     * Reads {@code Day: Sunday; Office: closed}, the form that tables have when a document was
     * converted to plain text.
     */
    static Optional<Row> parse(String line) {
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (String cell : line.split(";\\s+", -1)) {
            int colon = cell.indexOf(": ");
            if (colon > 0) {
                names.add(cell.substring(0, colon).strip());
                values.add(cell.substring(colon + 2).strip());
            } else if (values.isEmpty()) {
                return Optional.empty();
            } else {
                values.add(values.removeLast() + "; " + cell.strip());
            }
        }
        return names.size() < 2 ? Optional.empty() : Optional.of(new Row(names, values));
    }

    /**
     * The columns, except the first, whose names contain an asked word that distinguishes them from
     * the others; all of them if there is none.
     */
    List<Integer> columns(Set<String> asked) {
        List<Integer> told = new ArrayList<>();
        List<Integer> others = others();
        for (int column : others) {
            boolean tells =
                    Words.stems(names.get(column)).stream()
                            .filter(asked::contains)
                            .anyMatch(word -> others.stream().anyMatch(o -> !names(o, word)));
            if (tells) {
                told.add(column);
            }
        }
        return told.isEmpty() ? others : told;
    }

    private boolean names(int column, String word) {
        return Words.stems(names.get(column)).contains(word);
    }

    private List<Integer> others() {
        return IntStream.range(1, values.size())
                .filter(i -> !values.get(i).isEmpty())
                .boxed()
                .toList();
    }

    /** The row with all its columns. */
    String text() {
        return text(others());
    }

    /**
     * {@code Sunday: closed.} for a table of two columns, {@code Adult, Return: 5 €.} for one
     * column of a larger table, otherwise {@code Adult: Single 3 €, Return 5 €.}
     */
    String text(List<Integer> columns) {
        if (values.getFirst().isEmpty() || columns.isEmpty()) {
            return "";
        }
        String text;
        if (columns.size() == 1 && values.size() > 2 && !names.get(columns.getFirst()).isEmpty()) {
            int only = columns.getFirst();
            text = values.getFirst() + ", " + names.get(only) + ": " + values.get(only);
        } else {
            List<String> said = columns.stream().map(this::cell).toList();
            boolean commas = said.stream().anyMatch(cell -> cell.contains(", "));
            text = values.getFirst() + ": " + String.join(commas ? "; " : ", ", said);
        }
        String begun = text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
        return begun.matches(".*[.!?]") ? begun : begun + ".";
    }

    private String cell(int column) {
        String name = values.size() > 2 ? names.get(column) : "";
        return name.isEmpty() ? values.get(column) : name + " " + values.get(column);
    }
}
