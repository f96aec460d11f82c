package io.zaaky.llm.langchain4j;

import java.io.InputStream;
import java.util.Random;

/** A stream that arrives in pieces. */
final class Pieces extends InputStream {
    private final byte[] bytes;
    private final int[] cuts;
    private int at;
    private int piece;

    private Pieces(byte[] bytes, int[] cuts) {
        this.bytes = bytes;
        this.cuts = cuts;
    }

    /** In two pieces, of which the first ends at {@code position}. */
    static Pieces cutAt(byte[] bytes, int position) {
        return new Pieces(bytes, new int[] {position});
    }

    /** Byte by byte. */
    static Pieces single(byte[] bytes) {
        int[] cuts = new int[bytes.length];
        for (int i = 0; i < cuts.length; i++) {
            cuts[i] = i;
        }
        return new Pieces(bytes, cuts);
    }

    /** In pieces of random sizes. */
    static Pieces random(byte[] bytes, long seed) {
        return new Pieces(bytes, new Random(seed).ints(10, 0, bytes.length).sorted().toArray());
    }

    @Override
    public int read() {
        return at < bytes.length ? bytes[at++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        while (piece < cuts.length && cuts[piece] <= at) {
            piece++;
        }
        int end = piece < cuts.length ? cuts[piece] : bytes.length;
        int n = Math.min(length, end - at);
        if (n == 0) {
            return -1;
        }
        System.arraycopy(bytes, at, target, offset, n);
        at += n;
        return n;
    }
}
