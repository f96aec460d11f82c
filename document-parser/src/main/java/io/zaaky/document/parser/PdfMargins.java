package io.zaaky.document.parser;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds headers and footers, which are repeated above and below the text of the pages. */
final class PdfMargins {
    private static final int LEAST_PAGES = 3;
    private static final double SHARE = 0.4; // left and right pages may differ
    private static final double LARGER = 1.15;
    private static final int LINES = 2; // at each end

    private PdfMargins() {}

    /** The pages without headers and footers. */
    static List<List<PdfLine>> without(List<List<PdfLine>> pages) {
        double body = body(pages);
        Map<String, Integer> pagesOf = new HashMap<>();
        for (List<PdfLine> page : pages) {
            Set<String> keys = new HashSet<>();
            outermost(page).forEach(line -> keys.add(line.key()));
            keys.forEach(key -> pagesOf.merge(key, 1, Integer::sum));
        }
        double least = Math.max(LEAST_PAGES, SHARE * pages.size());
        List<List<PdfLine>> rest = new ArrayList<>();
        for (List<PdfLine> page : pages) {
            Set<PdfLine> repeated = new HashSet<>();
            outermost(page).stream()
                    .filter(line -> line.size() < LARGER * body)
                    .filter(line -> pagesOf.getOrDefault(line.key(), 0) >= least)
                    .forEach(repeated::add);
            rest.add(page.stream().filter(line -> !repeated.contains(line)).toList());
        }
        return rest;
    }

    /** The font size of most lines; larger lines are headings. */
    private static double body(List<List<PdfLine>> pages) {
        double[] sizes =
                pages.stream().flatMap(List::stream).mapToDouble(PdfLine::size).sorted().toArray();
        return sizes.length == 0 ? 0 : sizes[sizes.length / 2];
    }

    private static List<PdfLine> outermost(List<PdfLine> page) {
        List<PdfLine> sorted =
                page.stream()
                        .filter(PdfLine::edge)
                        .sorted(Comparator.comparingDouble(PdfLine::y))
                        .toList();
        if (sorted.size() <= 2 * LINES) {
            return sorted;
        }
        List<PdfLine> ends = new ArrayList<>(sorted.subList(0, LINES));
        ends.addAll(sorted.subList(sorted.size() - LINES, sorted.size()));
        return ends;
    }
}
