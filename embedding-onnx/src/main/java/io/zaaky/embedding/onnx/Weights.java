package io.zaaky.embedding.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The models whose quantised weights are on the class path. Both have BERT's uncased English
 * vocabulary and 384 dimensions.
 *
 * <p>The thresholds {@code unrelatedCosine} were measured on two collections, with questions that
 * belong to the documents and questions that do not. They refuse about one in a hundred of the
 * former and let up to four in a hundred of the latter pass. A threshold is specific to its model.
 */
enum Weights {
    BGE_SMALL_EN(
            "bge-small-en-v1.5",
            "/bge-small-en-v1.5-q.onnx",
            Pooling.FIRST,
            "Represent this sentence for searching relevant passages: ",
            0.70),
    MINILM_L6("all-minilm-l6-v2", "/all-minilm-l6-v2-q.onnx", Pooling.MEAN, "", 0.45);

    /** How the vectors of a text's tokens are combined into one vector. */
    enum Pooling {
        FIRST,
        MEAN
    }

    static final int DIMENSIONS = 384;

    final String model;
    final String resource;
    final Pooling pooling;

    /** The prefix that the model was trained to see before a question (not before a passage). */
    final String questionPrefix;

    final double unrelatedCosine;

    Weights(
            String model,
            String resource,
            Pooling pooling,
            String questionPrefix,
            double unrelatedCosine) {
        this.model = model;
        this.resource = resource;
        this.pooling = pooling;
        this.questionPrefix = questionPrefix;
        this.unrelatedCosine = unrelatedCosine;
    }

    static Optional<Weights> named(String model) {
        return Arrays.stream(values()).filter(weights -> weights.model.equals(model)).findFirst();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(weights -> weights.model).toList();
    }
}
