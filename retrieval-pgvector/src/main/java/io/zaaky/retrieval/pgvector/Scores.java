package io.zaaky.retrieval.pgvector;

import java.util.Arrays;

/**
 * Sums of scores by chunk, and the words that contributed to them. A question may match a quarter
 * of all chunks, too many for a map.
 */
final class Scores {
    private static final int FIRST = 1024; // a power of two
    private static final long NONE = -1;

    private long[] keys = new long[FIRST];
    private double[] sums = new double[FIRST];
    private long[] words = new long[FIRST];
    private int size;

    Scores() {
        Arrays.fill(keys, NONE);
    }

    /**
     * @param word the word's own bit, or 0
     */
    void add(long key, double score, long word) {
        int at = at(key);
        if (keys[at] == NONE) {
            keys[at] = key;
            size++;
        }
        sums[at] += score;
        words[at] |= word;
        if (size > keys.length / 2) {
            grow();
        }
    }

    /** The score of a chunk; 0 if it has none. */
    double of(long key) {
        return sums[at(key)];
    }

    /** The bits of the words that contributed to a chunk's score. */
    long words(long key) {
        return words[at(key)];
    }

    interface Sink {
        void add(long key, double score);
    }

    /** Passes all scores to {@code sink}, in no order. */
    void forEach(Sink sink) {
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] != NONE) {
                sink.add(keys[i], sums[i]);
            }
        }
    }

    private int at(long key) {
        int at = Long.hashCode(key * 0x9E3779B97F4A7C15L) & (keys.length - 1); // golden ratio
        while (keys[at] != NONE && keys[at] != key) {
            at = (at + 1) & (keys.length - 1);
        }
        return at;
    }

    private void grow() {
        long[] oldKeys = keys;
        double[] oldSums = sums;
        long[] oldWords = words;
        keys = new long[2 * oldKeys.length];
        sums = new double[keys.length];
        words = new long[keys.length];
        Arrays.fill(keys, NONE);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != NONE) {
                int at = at(oldKeys[i]);
                keys[at] = oldKeys[i];
                sums[at] = oldSums[i];
                words[at] = oldWords[i];
            }
        }
    }
}
