package io.zaaky.retrieval.pgvector;

import io.zaaky.retrieval.hybrid.Planes;
import io.zaaky.retrieval.hybrid.SideBits;
import io.zaaky.retrieval.hybrid.UnitVector;

/**
 * Four bits for each number of each vector: its position relative to a center. Together with five
 * more numbers per vector, a cosine can be estimated roughly from the first bit of each number (its
 * side of the center) and closely from all four. A vector of 384 numbers takes 220 bytes.
 *
 * <p>A chunk must be set before it is compared; other chunks may be compared at the same time.
 *
 * <p>Source: Gao and Long, RaBitQ (SIGMOD 2024), without its random rotation, and its extension to
 * more bits (Gao and others, SIGMOD 2025), with one step size for all numbers of a vector.
 */
final class Codes {
    private static final int BITS = 4;
    private static final int LEVELS = 1 << BITS;
    private static final int NOTES = 5;

    /** The bits per number of the question, in the first and in the second pass. */
    private static final int COARSE = 4;

    private static final int FINE = 8;

    private final float[] center;
    private final int words;
    private final SideBits sides; // the highest bits
    private final long[] rest; // the three lower bits, lowest first
    private final float[] notes;
    private final long[] keys;

    /**
     * @param capacity how many chunks may be set
     */
    Codes(float[] center, int capacity) {
        this.center = center;
        words = SideBits.words(center.length);
        sides = new SideBits(center.length, capacity);
        rest = new long[capacity * words * (BITS - 1)];
        notes = new float[capacity * NOTES];
        keys = new long[capacity];
    }

    float[] center() {
        return center;
    }

    int capacity() {
        return keys.length;
    }

    long key(int at) {
        return keys[at];
    }

    void copy(int at, Codes from, int other) {
        keys[at] = from.keys[other];
        sides.copy(at, from.sides, other);
        int length = words * (BITS - 1);
        System.arraycopy(from.rest, other * length, rest, at * length, length);
        System.arraycopy(from.notes, other * NOTES, notes, at * NOTES, NOTES);
    }

    /**
     * The estimators, with x for the vector and y for the question, both minus the center c, s for
     * the sides of x, and l for its levels minus their middle: x·y ≈ |x|² / Σ|x| · s·y and x·y ≈
     * |x|² / x·l · l·y.
     */
    void set(int at, long key, UnitVector vector) {
        float[] numbers = vector.numbers();
        float range = Float.MIN_NORMAL;
        for (int d = 0; d < center.length; d++) {
            range = Math.max(range, Math.abs(numbers[d] - center[d]));
        }
        long[] bits = new long[BITS * words];
        double square = 0;
        double sum = 0;
        double shift = 0;
        double product = 0;
        int above = 0;
        int total = 0;
        for (int d = 0; d < center.length; d++) {
            float x = numbers[d] - center[d];
            int level = Math.clamp((int) (LEVELS / 2 * (1 + x / range)), 0, LEVELS - 1);
            square += (double) x * x;
            sum += Math.abs(x);
            shift += (double) x * center[d];
            product += x * (level - (LEVELS - 1) / 2.0);
            above += level / (LEVELS / 2);
            total += level;
            for (int bit = 0; bit < BITS; bit++) {
                // the highest bit first
                bits[(BITS - 1 - bit) * words + d / Long.SIZE] |= (long) ((level >> bit) & 1) << d;
            }
        }
        keys[at] = key;
        sides.set(at, bits);
        for (int bit = 0; bit < BITS - 1; bit++) {
            int from = (BITS - 1 - bit) * words;
            System.arraycopy(bits, from, rest, (at * (BITS - 1) + bit) * words, words);
        }
        int note = at * NOTES;
        notes[note] = sum > 0 ? (float) (square / sum) : 0;
        notes[note + 1] = product > 0 ? (float) (square / product) : 0;
        notes[note + 2] = (float) shift;
        notes[note + 3] = above;
        notes[note + 4] = total;
    }

    /** A question, prepared for comparison with codes around one center. */
    static final class Asked {
        private final Planes coarse;
        private final Planes fine;

        Asked(UnitVector question, float[] center) {
            float[] y = question.numbers().clone();
            for (int d = 0; d < y.length; d++) {
                y[d] -= center[d];
            }
            coarse = new Planes(y, COARSE);
            fine = new Planes(y, FINE);
        }
    }

    interface Sink {
        void add(int at, float cosine);
    }

    /**
     * Roughly estimates the cosines of the first {@code count} chunks, except for a constant that
     * is the same for all.
     */
    void roughly(Asked asked, int count, Sink sink) {
        int[] common = new int[SideBits.BLOCK];
        for (int begin = 0; begin < count; begin += SideBits.BLOCK) {
            sides.common(asked.coarse, begin / SideBits.BLOCK, common);
            int end = Math.min(count, begin + SideBits.BLOCK);
            for (int at = begin; at < end; at++) {
                int note = at * NOTES;
                float above = asked.coarse.product(notes[note + 3], common[at - begin]);
                sink.add(at, notes[note] * (2 * above - asked.coarse.sum()) + notes[note + 2]);
            }
        }
    }

    /** The same, but a close estimate for one chunk. */
    float closely(Asked asked, int at) {
        int note = at * NOTES;
        int common = sides.common(asked.fine, at) << (BITS - 1);
        for (int bit = 0; bit < BITS - 1; bit++) {
            common += asked.fine.common(rest, (at * (BITS - 1) + bit) * words) << bit;
        }
        float levels = asked.fine.product(notes[note + 4], common);
        return notes[note + 1] * (levels - (LEVELS - 1) / 2f * asked.fine.sum()) + notes[note + 2];
    }
}
