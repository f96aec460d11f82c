package io.zaaky.document.parser;

import java.util.Collections;
import java.util.List;

/**
 * A chunk that may still grow.
 *
 * @param starts as in {@link Section}: where the headings of the path begin that lead to {@code
 *     span}
 * @param span its text, from below the headings
 */
record Draft(List<String> path, List<Integer> starts, Span span) {
    private static final String ARROW = " > ";

    /** A further part of a section, to which no heading leads. */
    static Draft further(List<String> path, Span span) {
        return new Draft(path, Collections.nCopies(path.size(), Section.ELSEWHERE), span);
    }

    /**
     * Whether {@code next} stands under the same heading, one below it, or beside it, so that both
     * can be one text.
     */
    boolean isNear(Draft next) {
        boolean beside =
                !next.path.isEmpty() && !path.isEmpty() && parent(next.path).equals(parent(path));
        return isBelow(next) || (beside && starts.getLast() != Section.ELSEWHERE);
    }

    /** Both in one, under the headings that both have; what else stands above them is text now. */
    Draft with(Draft next) {
        return isBelow(next)
                ? new Draft(path, starts, span.to(next.span))
                : new Draft(
                        parent(path), parent(starts), new Span(starts.getLast(), next.span.end()));
    }

    String heading() {
        return heading(path);
    }

    static String heading(List<String> path) {
        return String.join(ARROW, path);
    }

    private boolean isBelow(Draft next) {
        return next.path.equals(path) || (!next.path.isEmpty() && parent(next.path).equals(path));
    }

    private static <T> List<T> parent(List<T> path) {
        return path.subList(0, path.size() - 1);
    }
}
