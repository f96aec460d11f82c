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
 * arrays: new chunks come behind the last, those that are gone are left out.
 */
final class ScopeCodes {
    /** How many times as many as wanted the caller is to compare. */
    private static final double CLOSELY = 1.5;

    /** How much more than what there is has room. */
    private static final double ROOM = 1.25;

    private final long changes;
    private final long centered;
    private final Codes codes;
    private final Map<Long, Integer> documents; // the place of the first chunk
    private final BitSet live;
    private final int end; // the next state's new chunks come here

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

    /** How many chunks there were when their center was found. */
    long centered() {
        return centered;
    }

    Set<Long> documents() {
        return documents.keySet();
    }

    int chunks() {
        return live.cardinality();
    }

    /** The keys of the chunks that are likely nearest, half as many again as wanted. */
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

    /** Makes a state. Only one may be made of another at a time, and only of the last. */
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
         * @param center of the vectors, which are this many chunks'
         */
        Builder(float[] center, int chunks) {
            this(chunks, new Codes(center, room(chunks)), new HashMap<>(), new BitSet(), 0);
        }

        /** Makes room for a document. */
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
     * The next state without documents that are gone.
     *
     * @param more how many chunks will be added at most
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

    /** A document's chunks are neighbours. */
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
