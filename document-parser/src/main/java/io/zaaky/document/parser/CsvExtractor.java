package io.zaaky.document.parser;

import java.util.ArrayList;
import java.util.List;

/** Reads text tables (RFC 4180 and variants); the first line names the columns. */
final class CsvExtractor {
    private static final String SEPARATORS = ",;\t|";

    private final String text;
    private final char separator;
    private final Meter meter;
    private int at;

    private CsvExtractor(String text, char separator, Meter meter) {
        this.text = text;
        this.separator = separator;
        this.meter = meter;
    }

    /**
     * @param text clean text
     */
    static Extract extract(String text, Meter meter) {
        int line = text.indexOf('\n');
        String first = line < 0 ? text : text.substring(0, line);
        var reader = new CsvExtractor(text, separator(first), meter);
        List<List<String>> rows = new ArrayList<>();
        while (reader.at < text.length()) {
            List<String> row = reader.row();
            if (!row.stream().allMatch(String::isEmpty)) {
                rows.add(row);
            }
        }
        if (rows.isEmpty()) {
            return new Extract("", "", List.of());
        }
        List<String> header = rows.size() > 1 ? rows.removeFirst() : List.of();
        var table = new Block.Table(header, List.copyOf(rows));
        return new Extract("", "", List.of(table));
    }

    /** The most frequent separator in the line. */
    private static char separator(String line) {
        char best = ',';
        long most = 0;
        for (int i = 0; i < SEPARATORS.length(); i++) {
            char each = SEPARATORS.charAt(i);
            long count = line.chars().filter(c -> c == each).count();
            if (count > most) {
                most = count;
                best = each;
            }
        }
        return best;
    }

    private List<String> row() {
        List<String> row = new ArrayList<>();
        while (true) {
            String cell = cell();
            if (row.size() < meter.limits().columns()) {
                meter.cells(1);
                row.add(CleanText.collapse(cell));
            }
            if (at >= text.length()) {
                return row;
            }
            char end = text.charAt(at);
            at++;
            if (end == '\n') {
                return row;
            }
        }
    }

    /** Reads a cell. Stops at the separator or line feed after it, or at the end. */
    private String cell() {
        var cell = new StringBuilder();
        boolean quoted = at < text.length() && text.charAt(at) == '"';
        if (quoted) {
            at++;
        }
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (quoted && c == '"') {
                boolean twice = at + 1 < text.length() && text.charAt(at + 1) == '"';
                if (twice) {
                    at++;
                    cell.append(c);
                } else {
                    quoted = false;
                }
            } else if (!quoted && (c == separator || c == '\n')) {
                break;
            } else {
                cell.append(c);
            }
        }
        return cell.toString();
    }
}
