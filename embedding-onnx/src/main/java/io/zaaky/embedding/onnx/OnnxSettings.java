package io.zaaky.embedding.onnx;

import io.zaaky.spi.Settings;

/**
 * @param weights the model
 * @param threads how many texts are processed at once; by default the number of processor cores
 */
record OnnxSettings(Weights weights, int threads) {
    private static final int MOST_THREADS = 256;

    static OnnxSettings from(Settings in) {
        String name = in.text("model", Weights.BGE_SMALL_EN.model);
        Weights weights =
                Weights.named(name)
                        .orElseGet(
                                () -> {
                                    in.problem(
                                            "model",
                                            "no model '"
                                                    + name
                                                    + "' in this jar; there are "
                                                    + String.join(", ", Weights.names()));
                                    return Weights.BGE_SMALL_EN;
                                });
        int cores = Runtime.getRuntime().availableProcessors();
        return new OnnxSettings(weights, in.integer("threads", cores, 1, MOST_THREADS));
    }
}
