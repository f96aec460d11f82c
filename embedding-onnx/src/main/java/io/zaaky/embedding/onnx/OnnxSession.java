package io.zaaky.embedding.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Map;

/**
 * A loaded model. Each text is embedded on its own: in a batch, the scales of a quantised model
 * depend on the neighbouring texts, and on a CPU a batch is no faster.
 *
 * <p>There is one session, called from many threads, with one thread per call. According to
 * measurements, two callers are twice as fast as one, while two threads inside a call gain nothing
 * on texts as short as questions.
 */
final class OnnxSession implements AutoCloseable {
    /** The longest input in tokens that the models were trained on. */
    private static final int MOST_TOKENS = 512;

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final WordPieces tokenizer;
    private final Weights weights;

    private OnnxSession(
            OrtEnvironment environment, OrtSession session, WordPieces tokenizer, Weights weights) {
        this.environment = environment;
        this.session = session;
        this.tokenizer = tokenizer;
        this.weights = weights;
    }

    static OnnxSession load(Weights weights) throws IOException, OrtException {
        WordPieces tokenizer = WordPieces.load();
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (var options = new OrtSession.SessionOptions();
                Arena arena = Arena.ofConfined()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            ByteBuffer model = FusedBert.of(read(weights.resource), weights.pooling).write(arena);
            OrtSession session = environment.createSession(model, options); // copies it
            return new OnnxSession(environment, session, tokenizer, weights);
        }
    }

    private static byte[] read(String resource) throws IOException {
        try (InputStream in = OnnxSession.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new FileNotFoundException("class path resource " + resource);
            }
            return in.readAllBytes();
        }
    }

    /**
     * The vector of one text, of length 1. Occupies its thread for milliseconds, in native code.
     */
    float[] embed(String text) throws OrtException {
        long[] ids = tokenizer.encode(text, MOST_TOKENS);
        try (OnnxTensor tokens =
                        OnnxTensor.createTensor(
                                environment, LongBuffer.wrap(ids), new long[] {ids.length});
                OrtSession.Result result = session.run(Map.of(FusedBert.INPUT, tokens))) {
            return unit(pool(((OnnxTensor) result.get(0)).getFloatBuffer(), ids.length));
        }
    }

    private float[] pool(FloatBuffer states, int tokens) {
        float[] sum = new float[Weights.DIMENSIONS];
        states.get(sum);
        return switch (weights.pooling) {
            case FIRST -> sum;
            case MEAN -> {
                for (int i = sum.length; i < tokens * sum.length; i++) {
                    sum[i % sum.length] += states.get(i);
                }
                yield sum; // its length does not matter: it is normalised to 1
            }
        };
    }

    private static float[] unit(float[] vector) {
        double square = 0;
        for (float x : vector) {
            square += (double) x * x;
        }
        float scale = (float) (1 / Math.sqrt(square));
        for (int i = 0; i < vector.length; i++) {
            vector[i] *= scale;
        }
        return vector;
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
