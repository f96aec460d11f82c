package io.zaaky.app.chat;

import io.zaaky.spi.Passage;
import java.util.List;

/** Puts neighbouring parts of a document together. */
final class Joining {
    private static final int OVERLAP = 12; // characters; less is chance
    private static final String LEVEL = " > "; // between the headings of a path

    private Joining() {}

    /**
     * One passage: the place of the first part, the texts in order.
     *
     * @param parts neighbours of one document, in its order
     */
    static Passage join(List<Passage> parts, double score) {
        Passage first = parts.getFirst();
        var text = new StringBuilder(first.text());
        for (int i = 1; i < parts.size(); i++) {
            Passage next = parts.get(i);
            int shared = shared(text, next.text());
            if (shared > 0) {
                text.append(next.text(), shared, next.text().length());
            } else {
                text.append("\n\n").append(heading(parts.get(i - 1), next)).append(next.text());
            }
        }
        return new Passage(
                first.documentId(),
                first.chunk(),
                first.title(),
                first.heading(),
                first.url(),
                text.toString(),
                score,
                first.version());
    }

    /** What a part stands under, where that changes. */
    private static String heading(Passage before, Passage next) {
        String heading = next.heading();
        if (heading.isEmpty() || heading.equals(before.heading())) {
            return "";
        }
        int level = heading.lastIndexOf(LEVEL);
        return (level < 0 ? heading : heading.substring(level + LEVEL.length())) + "\n";
    }

    /** How much of the beginning of {@code next} the text already ends with, in whole words. */
    private static int shared(CharSequence text, String next) {
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
