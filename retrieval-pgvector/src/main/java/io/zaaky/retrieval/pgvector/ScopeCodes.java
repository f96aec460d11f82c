package io.zaaky.retrieval.pgvector;

import io.zaaky.retrieval.hybrid.Best;
import io.zaaky.retrieval.hybrid.UnitVector;
import java.util.Arrays;
import java.util.List;

/** The codes of all documents of a scope, as of one state of the database. */
final class ScopeCodes {
    /** How many times as many as wanted are compared by all their bits. */
    private static final int ROUGHLY = 6;

    /** How many times as many as wanted the caller is to compare. */
    private static final double CLOSELY = 1.5;

    private final long changes;
    private final float[] center;
    private final long centered;
    private final List<Codes> documents;

    /** The number, within all, of each document's first chunk; the last is that of all. */
    private final int[] first;

    /**
     * @param changes of that state
     * @param center of the vectors, when there were {@code centered} of them
     */
    ScopeCodes(long changes, float[] center, long centered, List<Codes> documents) {
        this.changes = changes;
        this.center = center;
        this.centered = centered;
        this.documents = documents;
        first = new int[documents.size() + 1];
        for (int i = 0; i < documents.size(); i++) {
            first[i + 1] = first[i] + documents.get(i).chunks();
        }
    }

    long changes() {
        return changes;
    }

    long centered() {
        return centered;
    }

    /** The same center, with the documents of another state. */
    ScopeCodes with(long changes, List<Codes> documents) {
        return new ScopeCodes(changes, center, centered, documents);
    }

    /** Codes around the same center, to be set. */
    Codes codes(long document, int chunks) {
        return new Codes(document, chunks, center);
    }

    List<Codes> documents() {
        return documents;
    }

    int chunks() {
        return first[first.length - 1];
    }

    /** The keys of the chunks that are likely nearest, half as many again as wanted. */
    List<Long> near(UnitVector question, int most) {
        var asked = new Codes.Asked(question, center);
        var rough = new Best(ROUGHLY * most);
        for (int i = 0; i < documents.size(); i++) {
            Codes codes = documents.get(i);
            for (int chunk = 0; chunk < codes.chunks(); chunk++) {
                rough.offer(first[i] + chunk, codes.roughly(chunk, asked));
            }
        }
        var close = new Best((int) (CLOSELY * most));
        rough.chunks().forEach(at -> close.offer(at, closely(at, asked)));
        return close.chunks().mapToObj(this::key).toList();
    }

    private float closely(int at, Codes.Asked asked) {
        int i = place(at);
        return documents.get(i).closely(at - first[i], asked);
    }

    private long key(int at) {
        int i = place(at);
        return Key.of(documents.get(i).document(), at - first[i]);
    }

    /** Documents without chunks are not kept, so no two begin at the same number. */
    private int place(int at) {
        int found = Arrays.binarySearch(first, at);
        return found >= 0 ? found : -found - 2;
    }
}
