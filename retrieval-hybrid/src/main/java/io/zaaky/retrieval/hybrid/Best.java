package io.zaaky.retrieval.hybrid;

import java.util.stream.IntStream;

/** The chunks with the highest scores so far: a heap with the lowest of them on top. */
public final class Best {
    private final int[] chunks;
    private final double[] scores;
    private int size;

    public Best(int limit) {
        chunks = new int[limit];
        scores = new double[limit];
    }

    /** A chunk with a score that is not higher than all are is left out, first come first kept. */
    public void offer(int chunk, double score) {
        if (size < chunks.length) {
            up(size++, chunk, score);
        } else if (score > scores[0]) {
            down(chunk, score);
        }
    }

    /** The lowest of the highest scores; 0 as long as there are fewer than the limit. */
    public double lowest() {
        return size < chunks.length ? 0 : scores[0];
    }

    /** In no order. */
    public IntStream chunks() {
        return IntStream.range(0, size).map(i -> chunks[i]);
    }

    private void up(int from, int chunk, double score) {
        int at = from;
        while (at > 0 && scores[(at - 1) / 2] > score) {
            set(at, chunks[(at - 1) / 2], scores[(at - 1) / 2]);
            at = (at - 1) / 2;
        }
        set(at, chunk, score);
    }

    private void down(int chunk, double score) {
        int at = 0;
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size && scores[child + 1] < scores[child]) {
                child++;
            }
            if (scores[child] >= score) {
                break;
            }
            set(at, chunks[child], scores[child]);
            at = child;
        }
        set(at, chunk, score);
    }

    private void set(int at, int chunk, double score) {
        chunks[at] = chunk;
        scores[at] = score;
    }
}
