package io.zaaky.retrieval.pgvector;

import io.zaaky.retrieval.hybrid.Best;
import io.zaaky.retrieval.hybrid.SideBits;
import io.zaaky.retrieval.hybrid.UnitVector;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The codes of all chunks of a scope, as of one state of the database. The next state shares the
 * arrays: new chunks are appended, and deleted ones are skipped.
 */
final class ScopeCodes {
    /** The caller must compare this many times the wanted number. */
    private static final double CLOSELY = 1.5;

    /** The capacity, as a multiple of the present number of chunks. */
    private static final double ROOM = 1.25;

    private final long changes;
    private final long centered;
    private final Codes codes;
    private final Map<Long, Integer> documents; // the index of the first chunk
    private final BitSet live;
    private final int end; // where the next state's new chunks go

    private ScopeCodes(
            long changes,
            long centered,
            Codes codes,
            Map<Long, Integer> documents,
            BitSet live,
            int end) {
        this.changes = changes;
        this.centered = centered;
        this.codes = codes;
        this.documents = documents;
        this.live = live;
        this.end = end;
    }

    long changes() {
        return changes;
    }

    /** How many chunks there were when the center was computed. */
    long centered() {
        return centered;
    }

    Set<Long> documents() {
        return documents.keySet();
    }

    int chunks() {
        return live.cardinality();
    }

    /** The keys of the chunks that are probably nearest, one and a half times the wanted number. */
    List<Long> near(UnitVector question, int most) {
        var asked = new Codes.Asked(question, codes.center());
        var rough = new Best(SideBits.likely(most, end));
        codes.roughly(
                asked,
                live.length(),
                (at, cosine) -> {
                    if (live.get(at)) {
                        rough.offer(at, cosine);
                    }
                });
        var close = new Best((int) (CLOSELY * most));
        rough.chunks().forEach(at -> close.offer(at, codes.closely(asked, at)));
        return close.chunks().mapToObj(codes::key).toList();
    }

    /**
     * Builds a state. Only one state at a time may be built from another, and only from the latest.
     */
    static final class Builder {
        private final long centered;
        private final Codes codes;
        private final Map<Long, Integer> documents;
        private final BitSet live;
        private int end;

        private Builder(
                long centered, Codes codes, Map<Long, Integer> documents, BitSet live, int end) {
            this.centered = centered;
            this.codes = codes;
            this.documents = documents;
            this.live = live;
            this.end = end;
        }

        /**
         * The first state.
         *
         * @param center the center of the vectors
         * @param chunks how many chunks these vectors belong to
         */
        Builder(float[] center, int chunks) {
            this(chunks, new Codes(center, room(chunks)), new HashMap<>(), new BitSet(), 0);
        }

        /** Reserves room for a document. */
        void add(long document, int chunks) {
            documents.put(document, end);
            live.set(end, end + chunks);
            end += chunks;
        }

        /** Sets a chunk of a document that was added. */
        void set(long document, int chunk, UnitVector vector) {
            Integer first = documents.get(document);
            if (first == null) {
                throw new IllegalStateException("a chunk of another state's document");
            }
            codes.set(first + chunk, Key.of(document, chunk), vector);
        }

        ScopeCodes build(long changes) {
            return new ScopeCodes(changes, centered, codes, documents, live, end);
        }
    }

    /**
     * Starts the next state, without deleted documents.
     *
     * @param more the most chunks that will be added
     */
    Builder next(Set<Long> there, int more) {
        Map<Long, Integer> kept = new HashMap<>(documents);
        kept.keySet().retainAll(there);
        var left = new BitSet(end);
        kept.values().forEach(first -> left.set(first, end(first)));
        if (end + more <= codes.capacity()) {
            return new Builder(centered, codes, kept, left, end);
        }
        return moved(kept, left.cardinality() + more);
    }

    /** The end of a document's chunks, which are adjacent. */
    private int end(int first) {
        long document = Key.document(codes.key(first));
        int behind = first;
        while (behind < end && Key.document(codes.key(behind)) == document) {
            behind++;
        }
        return behind;
    }

    private Builder moved(Map<Long, Integer> kept, int chunks) {
        var room = new Codes(codes.center(), room(chunks));
        var next = new Builder(centered, room, new HashMap<>(), new BitSet(), 0);
        kept.forEach(
                (document, first) -> {
                    int count = end(first) - first;
                    for (int i = 0; i < count; i++) {
                        room.copy(next.end + i, codes, first + i);
                    }
                    next.add(document, count);
                });
        return next;
    }

    private static int room(int chunks) {
        return (int) (ROOM * chunks);
    }
}
