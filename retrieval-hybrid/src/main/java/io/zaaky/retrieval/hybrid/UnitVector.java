package io.zaaky.retrieval.hybrid;

import org.apache.lucene.util.VectorUtil;

/** A vector of length 1, compared by identity. The array belongs to it and is never changed. */
public final class UnitVector {
    private final float[] numbers;

    public UnitVector(float[] numbers) {
        this.numbers = numbers;
    }

    /** The array itself, not a copy. Callers must not change it. */
    public float[] numbers() {
        return numbers;
    }

    public int dimensions() {
        return numbers.length;
    }

    public float cosine(UnitVector other) {
        return VectorUtil.dotProduct(numbers, other.numbers);
    }
}
