package io.zaaky.document.parser;

import java.util.Collections;
import java.util.List;

/**
 * A chunk that may still be merged with the next one.
 *
 * @param starts where those headings of the path begin that lead to {@code span}, as in {@link
 *     Section}
 * @param span its text, which starts below the headings
 */
record Draft(List<String> path, List<Integer> starts, Span span) {
    private static final String ARROW = " > ";

    /** A further part of a section, not preceded by a heading. */
    static Draft further(List<String> path, Span span) {
        return new Draft(path, Collections.nCopies(path.size(), Section.ELSEWHERE), span);
    }

    /**
     * Whether {@code next} is under the same heading, under a subheading, or under a sibling
     * heading, so that both can form one text.
     */
    boolean isNear(Draft next) {
        boolean beside =
                !next.path.isEmpty() && !path.isEmpty() && parent(next.path).equals(parent(path));
        return isBelow(next) || (beside && starts.getLast() != Section.ELSEWHERE);
    }

    /**
     * Merges both, under the headings that they share; their other headings become part of the
     * text.
     */
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
