package io.zaaky.ingestion;

import io.zaaky.spi.Document.Chunk;
import java.util.List;

/** A chunk that may still grow. */
record Draft(List<String> path, String text) {
    static final String ARROW = " > ";

    /** Whether {@code next} stands under the same heading, one below it, or beside it. */
    boolean isNear(Draft next) {
        return next.path.equals(path)
                || (!next.path.isEmpty() && parent(next.path).equals(path))
                || (!next.path.isEmpty()
                        && !path.isEmpty()
                        && parent(next.path).equals(parent(path)));
    }

    /** Both in one, under the heading that both have. */
    Draft with(Draft next) {
        boolean below = next.path.size() > path.size() || next.path.equals(path);
        List<String> common = below ? path : parent(path);
        return new Draft(common, under(common) + Piece.PARAGRAPH + next.under(common));
    }

    String heading() {
        return String.join(ARROW, path);
    }

    Chunk chunk() {
        return new Chunk(heading(), text);
    }

    /** The text, led by the headings that {@code above} does not have. */
    private String under(List<String> above) {
        List<String> own = path.subList(above.size(), path.size());
        return own.isEmpty() ? text : String.join(ARROW, own) + Piece.LINE + text;
    }

    private static List<String> parent(List<String> path) {
        return path.subList(0, path.size() - 1);
    }
}
