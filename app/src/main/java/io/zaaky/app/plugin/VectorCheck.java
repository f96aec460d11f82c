package io.zaaky.app.plugin;

import io.zaaky.spi.EmbeddingModel;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import java.util.List;

/** Checks whether a model's vectors can be right. Nobody would notice wrong vectors in an index. */
final class VectorCheck {
    /** The allowed difference between the square of a vector's length and 1. */
    private static final double TOLERANCE = 1e-2;

    private VectorCheck() {}

    /**
     * @throws PluginException unless there is one vector of length 1 for each text, with the
     *     model's number of dimensions
     */
    static void check(EmbeddingModel model, int texts, List<float[]> vectors) {
        if (vectors.size() != texts) {
            throw wrong(model, "made " + vectors.size() + " vectors of " + texts + " texts");
        }
        int dimensions = model.dimensions();
        for (float[] vector : vectors) {
            if (vector.length != dimensions) {
                throw wrong(
                        model,
                        "made a vector of %d numbers instead of %d"
                                .formatted(vector.length, dimensions));
            }
            double square = square(vector);
            if (!(Math.abs(square - 1) < TOLERANCE)) { // written so that NaN is wrong too
                throw wrong(
                        model, "made a vector of length " + Math.sqrt(square) + " instead of 1");
            }
        }
    }

    private static double square(float[] vector) {
        double sum = 0;
        for (float x : vector) {
            sum += (double) x * x;
        }
        return sum;
    }

    private static PluginException wrong(EmbeddingModel model, String what) {
        return new PluginException(
                Reason.UNAVAILABLE, "embedding model " + model.model() + " " + what);
    }
}
