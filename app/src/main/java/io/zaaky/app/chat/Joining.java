package io.zaaky.app.chat;

import io.zaaky.spi.Document;
import io.zaaky.spi.Passage;
import java.util.List;

/** Joins neighbouring parts of a document. */
final class Joining {
    private static final int OVERLAP = 12; // characters; a shorter match is chance
    private static final String LEVEL = " > "; // between the headings of a path

    private Joining() {}

    /**
     * Joins parts into one passage, from the start of the first to the end of the last. The texts
     * stay in order, and text that two parts share appears once.
     *
     * @param parts neighbours of one document, in document order
     */
    static Passage join(List<Passage> parts, double score) {
        Passage first = parts.getFirst();
        var text = new StringBuilder(first.text());
        for (int i = 1; i < parts.size(); i++) {
            append(text, parts.get(i - 1), parts.get(i));
        }
        boolean placed = parts.stream().allMatch(Passage::isPlaced);
        boolean one = placed && first.start() <= parts.getLast().end(); // same version
        return new Passage(
                first.documentId(),
                first.chunk(),
                first.title(),
                first.heading(),
                first.url(),
                text.toString(),
                score,
                first.version(),
                one ? first.start() : Document.Chunk.UNKNOWN,
                one ? parts.getLast().end() : Document.Chunk.UNKNOWN,
                parts.stream().flatMap(part -> part.words().stream()).distinct().toList());
    }

    private static void append(StringBuilder text, Passage before, Passage next) {
        int shared = shared(text, before, next);
        boolean wordGoesOn = before.isPlaced() && before.end() == next.start();
        if (shared == 0 && !wordGoesOn) {
            text.append("\n\n").append(heading(before, next));
        }
        text.append(next.text(), shared, next.text().length());
    }

    /** How much of the start of {@code next} the text already ends with, in UTF-16 units. */
    private static int shared(StringBuilder text, Passage before, Passage next) {
        if (!before.isPlaced() || !next.isPlaced()) {
            return alike(text, next.text());
        }
        int points = before.end() - next.start();
        if (points <= 0 || points > next.text().codePointCount(0, next.text().length())) {
            return 0;
        }
        int units = next.text().offsetByCodePoints(0, points);
        boolean same = text.toString().endsWith(next.text().substring(0, units));
        return same ? units : 0; // the parts may come from two versions of the document
    }

    /** The heading of a part, where it changes. */
    private static String heading(Passage before, Passage next) {
        String heading = next.heading();
        if (heading.isEmpty() || heading.equals(before.heading())) {
            return "";
        }
        int level = heading.lastIndexOf(LEVEL);
        return (level < 0 ? heading : heading.substring(level + LEVEL.length())) + "\n";
    }

    /** The same if positions are unknown: compares the texts, in whole words. */
    private static int alike(CharSequence text, String next) {
        String before = text.toString();
        for (int size = Math.min(before.length(), next.length()); size >= OVERLAP; size--) {
            if (before.regionMatches(before.length() - size, next, 0, size)
                    && isEdge(before, before.length() - size)
                    && isEdge(next, size)) {
                return size;
            }
        }
        return 0;
    }

    private static boolean isEdge(String text, int at) {
        return at <= 0
                || at >= text.length()
                || !Character.isLetterOrDigit(text.charAt(at - 1))
                || !Character.isLetterOrDigit(text.charAt(at));
    }
}
