package io.zaaky.app.http;

/** Writes comma-separated values (RFC 4180) in which no spreadsheet takes a cell for a formula. */
final class Csv {
    static final String TYPE = "text/csv";

    private final StringBuilder text = new StringBuilder();
    private boolean first = true; // of its row

    /** Adds a text. A text that a spreadsheet would evaluate gets a leading apostrophe. */
    void cell(String value) {
        String inert = isFormula(value) ? "'" + value : value;
        raw(inert.matches("(?s).*[\",\r\n].*") ? '"' + inert.replace("\"", "\"\"") + '"' : inert);
    }

    /** Spreadsheets skip white space and also accept full-width signs. */
    private static boolean isFormula(String value) {
        String begin = value.strip();
        return !value.isEmpty()
                && (value.charAt(0) < ' '
                        || (!begin.isEmpty() && "=+-@＝＋－＠".indexOf(begin.charAt(0)) >= 0));
    }

    void cell(long value) {
        raw(String.valueOf(value));
    }

    private void raw(String cell) {
        if (!first) {
            text.append(',');
        }
        text.append(cell);
        first = false;
    }

    /** Ends the row. */
    void end() {
        text.append("\r\n");
        first = true;
    }

    /**
     * Whether a client prefers CSV to JSON.
     *
     * @param accept the header {@code Accept}
     */
    static boolean isPreferred(String accept) {
        return quality(accept, TYPE) > quality(accept, "application/json");
    }

    private static double quality(String accept, String type) {
        double best = 0;
        for (String range : accept.split(",", -1)) {
            String[] parts = range.split(";", -1);
            if (parts[0].strip().equalsIgnoreCase(type)) {
                best = Math.max(best, quality(parts));
            }
        }
        return best;
    }

    private static double quality(String[] parts) {
        for (String part : parts) {
            String parameter = part.strip();
            if (parameter.matches("[qQ]=[0-9](\\.[0-9]{0,3})?")) {
                return Double.parseDouble(parameter.substring(2));
            }
        }
        return 1;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
