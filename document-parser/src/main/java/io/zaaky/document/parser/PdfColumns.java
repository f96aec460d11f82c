package io.zaaky.document.parser;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/** Distinguishes a page with two columns of prose from a page with one column and from a table. */
final class PdfColumns {
    private static final int LEAST = 5; // lines per column
    private static final int PROSE = 18; // characters per line, in at least half of the lines
    private static final int STEPS = 40;
    private static final Comparator<PdfLine> DOWNWARDS = Comparator.comparingDouble(PdfLine::y);

    private PdfColumns() {}

    /**
     * The lines in reading order.
     *
     * @param lines the lines in the order of the file, each in pieces
     */
    static List<PdfLine> order(List<List<PdfLine>> lines, float width) {
        List<PdfLine> pieces = lines.stream().flatMap(List::stream).toList();
        OptionalDouble gutter = gutter(pieces, width);
        if (gutter.isPresent()) {
            return inColumns(pieces, gutter.getAsDouble());
        }
        return lines.stream()
                .map(line -> line.stream().reduce(PdfLine::with).orElseThrow())
                .toList();
    }

    /**
     * The position of a blank stripe down the page with prose on both sides, nearest to the middle.
     */
    private static OptionalDouble gutter(List<PdfLine> pieces, float width) {
        double best = -1;
        for (int i = 0; i <= STEPS; i++) {
            double x = width * (0.3 + 0.4 * i / STEPS);
            if (divides(pieces, x) && (best < 0 || middle(x, width) < middle(best, width))) {
                best = x;
            }
        }
        return best < 0 ? OptionalDouble.empty() : OptionalDouble.of(best);
    }

    private static double middle(double x, float width) {
        return Math.abs(x - width / 2);
    }

    private static boolean divides(List<PdfLine> pieces, double x) {
        List<PdfLine> left = pieces.stream().filter(piece -> piece.right() <= x).toList();
        List<PdfLine> right = pieces.stream().filter(piece -> piece.x() >= x).toList();
        int across = pieces.size() - left.size() - right.size();
        return isProse(left) && isProse(right) && across * 4 < pieces.size() && beside(left, right);
    }

    private static boolean isProse(List<PdfLine> side) {
        return side.size() >= LEAST
                && side.stream().filter(line -> line.text().length() >= PROSE).count() * 2
                        >= side.size();
    }

    private static boolean beside(List<PdfLine> left, List<PdfLine> right) {
        double top = left.stream().mapToDouble(PdfLine::y).min().orElse(0);
        double bottom = left.stream().mapToDouble(PdfLine::y).max().orElse(0);
        return right.stream().filter(line -> line.y() >= top && line.y() <= bottom).count() * 2
                >= Math.min(LEAST, right.size());
    }

    /** Orders the pieces by column. A piece across both columns divides the page into bands. */
    private static List<PdfLine> inColumns(List<PdfLine> pieces, double gutter) {
        List<PdfLine> ordered = new ArrayList<>();
        List<PdfLine> left = new ArrayList<>();
        List<PdfLine> right = new ArrayList<>();
        for (PdfLine piece : pieces.stream().sorted(DOWNWARDS).toList()) {
            if (piece.right() <= gutter) {
                left.add(piece);
            } else if (piece.x() >= gutter) {
                right.add(piece);
            } else {
                ordered.addAll(left);
                ordered.addAll(right);
                left.clear();
                right.clear();
                ordered.add(piece);
            }
        }
        ordered.addAll(left);
        ordered.addAll(right);
        return ordered;
    }
}
