package io.zaaky.retrieval.hybrid;

import java.util.stream.IntStream;

/**
 * The chunks with the highest scores so far. Ties go to the lowest chunk numbers, so the result
 * does not depend on the order of arrival. Implemented as a heap with the worst chunk on top.
 */
public final class Best {
    private final int[] chunks;
    private final double[] scores;
    private int size;

    public Best(int limit) {
        chunks = new int[limit];
        scores = new double[limit];
    }

    /** Adds a chunk if it is better than the worst, which is then dropped. */
    public void offer(int chunk, double score) {
        if (size < chunks.length) {
            up(size++, chunk, score);
        } else if (isAfter(0, chunk, score)) {
            down(chunk, score);
        }
    }

    /** The lowest of the highest scores; 0 while there are fewer chunks than the limit. */
    public double lowest() {
        return size < chunks.length ? 0 : scores[0];
    }

    /** The chunks, in no order. */
    public IntStream chunks() {
        return IntStream.range(0, size).map(i -> chunks[i]);
    }

    private void up(int from, int chunk, double score) {
        int at = from;
        while (at > 0 && !isAfter((at - 1) / 2, chunk, score)) {
            set(at, chunks[(at - 1) / 2], scores[(at - 1) / 2]);
            at = (at - 1) / 2;
        }
        set(at, chunk, score);
    }

    private void down(int chunk, double score) {
        int at = 0;
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size && isAfter(child + 1, chunks[child], scores[child])) {
                child++;
            }
            if (!isAfter(child, chunk, score)) {
                break;
            }
            set(at, chunks[child], scores[child]);
            at = child;
        }
        set(at, chunk, score);
    }

    private boolean isAfter(int at, int chunk, double score) {
        return scores[at] < score || (scores[at] == score && chunks[at] > chunk);
    }

    private void set(int at, int chunk, double score) {
        chunks[at] = chunk;
        scores[at] = score;
    }
}
