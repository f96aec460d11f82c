package io.zaaky.retrieval.pgvector;

import com.pgvector.PGvector;
import io.zaaky.retrieval.hybrid.UnitVector;
import java.nio.ByteBuffer;

/** Converts vectors to and from the database's format. */
final class Vectors {
    private static final int HEADER = 4; // dimensions and a reserved number, two bytes each

    private Vectors() {}

    /**
     * Reads the output of {@code vector_send}, which is half as long as text and has no digits to
     * parse.
     */
    static UnitVector received(byte[] bytes) {
        float[] numbers = new float[(bytes.length - HEADER) / Float.BYTES];
        ByteBuffer.wrap(bytes).position(HEADER).asFloatBuffer().get(numbers);
        return new UnitVector(numbers);
    }

    static PGvector sent(UnitVector vector) {
        return new PGvector(vector.numbers());
    }
}
