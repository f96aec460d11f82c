package io.zaaky.retrieval.pgvector;

import io.zaaky.retrieval.hybrid.UnitVector;

/**
 * Four bits for each number of each vector of a document: where it lies beside the center of its
 * scope. With five more numbers for each vector, a cosine can be guessed from the first bit of each
 * (its side of the center) and, closely, from all four. 212 bytes for a vector of 384 numbers.
 *
 * <p>Source: Gao and Long, RaBitQ (SIGMOD 2024), without its random rotation, and its extension to
 * more bits (Gao and others, SIGMOD 2025), with one step for all numbers of a vector.
 */
final class Codes {
    private static final int BITS = 4;
    private static final int LEVELS = 1 << BITS;
    private static final int NOTES = 5;

    /** The question in the first pass, and in the second. */
    private static final int COARSE = 4;

    private static final int FINE = 8;

    private final long document;
    private final float[] center;
    private final int words;
    private final long[] sides; // the highest bits
    private final long[] rest; // the three below, lowest first
    private final float[] notes;

    Codes(long document, int chunks, float[] center) {
        this.document = document;
        this.center = center;
        words = (center.length + Long.SIZE - 1) / Long.SIZE;
        sides = new long[chunks * words];
        rest = new long[chunks * words * (BITS - 1)];
        notes = new float[chunks * NOTES];
    }

    long document() {
        return document;
    }

    int chunks() {
        return notes.length / NOTES;
    }

    /**
     * With x for the vector less the center c, s for its sides (−1 or 1), l for its levels, y for
     * the question less the center: x·y ≈ |x|² / Σ|x| · s·y, and closer |x|² / (x·l) · l·y.
     */
    void set(int chunk, UnitVector vector) {
        float[] numbers = vector.numbers();
        float range = Float.MIN_NORMAL;
        for (int d = 0; d < center.length; d++) {
            range = Math.max(range, Math.abs(numbers[d] - center[d]));
        }
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
            write(chunk, d, level);
        }
        int note = chunk * NOTES;
        notes[note] = sum > 0 ? (float) (square / sum) : 0;
        notes[note + 1] = product > 0 ? (float) (square / product) : 0;
        notes[note + 2] = (float) shift;
        notes[note + 3] = above;
        notes[note + 4] = total;
    }

    private void write(int chunk, int d, int level) {
        int word = d / Long.SIZE;
        sides[chunk * words + word] |= (long) (level >> (BITS - 1)) << d;
        for (int bit = 0; bit < BITS - 1; bit++) {
            rest[(chunk * (BITS - 1) + bit) * words + word] |= (long) ((level >> bit) & 1) << d;
        }
    }

    /** A question, to be compared with codes around one center. */
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

    /** The cosine, roughly, but for an addend that is the same for all. */
    float roughly(int chunk, Asked asked) {
        int note = chunk * NOTES;
        float above =
                asked.coarse.product(notes[note + 3], asked.coarse.common(sides, chunk * words));
        return notes[note] * (2 * above - asked.coarse.sum()) + notes[note + 2];
    }

    /** The same, closely. */
    float closely(int chunk, Asked asked) {
        int note = chunk * NOTES;
        int common = asked.fine.common(sides, chunk * words) << (BITS - 1);
        for (int bit = 0; bit < BITS - 1; bit++) {
            common += asked.fine.common(rest, (chunk * (BITS - 1) + bit) * words) << bit;
        }
        float levels = asked.fine.product(notes[note + 4], common);
        return notes[note + 1] * (levels - (LEVELS - 1) / 2f * asked.fine.sum()) + notes[note + 2];
    }
}
