package io.zaaky.app.chat;

import io.zaaky.spi.Passage;
import io.zaaky.spi.Source;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Turns the passages that the model was given into the sources that the visitor sees. */
final class Sources {
    private static final int SNIPPET = 300; // characters

    private Sources() {}

    /**
     * @param cited the numbers of the passages that the answer cites
     */
    static List<Source> of(List<Passage> passages, BitSet cited) {
        List<Source> sources = new ArrayList<>(passages.size());
        for (Passage passage : passages) {
            sources.add(
                    new Source(
                            sources.size() + 1,
                            passage.documentId(),
                            passage.title(),
                            passage.url(),
                            snippet(passage.text()),
                            Math.round(passage.score() * 1000) / 1000.0,
                            cited.get(sources.size() + 1)));
        }
        return sources;
    }

    /** The beginning of a text, cut between two words and never within a character. */
    static String snippet(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        if (line.length() <= SNIPPET) {
            return line;
        }
        int end = SNIPPET - 1;
        int space = line.lastIndexOf(' ', end);
        if (space > SNIPPET / 2) {
            end = space;
        } else if (Character.isLowSurrogate(line.charAt(end))) {
            end--;
        }
        return line.substring(0, end) + "…";
    }
}
