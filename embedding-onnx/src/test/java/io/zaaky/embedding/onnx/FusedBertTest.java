package io.zaaky.embedding.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The exported graphs are in the models' jars, and what they compute is the measure. */
final class FusedBertTest {
    private static final String SENTENCE =
            "The boundary layer over a flat plate at zero incidence, with a pressure gradient of"
                    + " 3.5 %, separates (see fig. 2) if the Reynolds number is below 10^5. ";
    private static final List<String> TEXTS =
            List.of(
                    "",
                    "Prices",
                    "When do you open on Sundays?",
                    SENTENCE,
                    SENTENCE.repeat(3) + "Heat transfer was not measured.",
                    "How to find us: take the tram. ".repeat(200));

    @Test
    void theFirstTokensVectorsAreThoseOfTheExportedGraphButForTheLastLayersScales()
            throws Exception {
        assertTrue(leastCosine(Weights.BGE_SMALL_EN) > 0.9998);
    }

    @Test
    void theMeanVectorsAreThoseOfTheExportedGraph() throws Exception {
        assertTrue(leastCosine(Weights.MINILM_L6) > 0.999_999);
    }

    @Test
    void noMaskAndThreeOfFourTranspositionsAreLeftOut() throws Exception {
        byte[] exported = bytes(Weights.BGE_SMALL_EN);
        Map<String, Integer> before = operators(exported);
        Map<String, Integer> after =
                operators(ProtobufTest.bytes(FusedBert.of(exported, Weights.BGE_SMALL_EN.pooling)));
        assertEquals(48, before.get("Transpose"));
        assertEquals(12, after.get("Transpose"));
        assertEquals(24, after.get("SkipLayerNormalization"));
        assertEquals(72, before.get("MatMulInteger"));
        assertEquals(36, after.get("MatMulIntegerToFloat"));
        assertEquals(36, after.get("DynamicQuantizeMatMul"));
        assertEquals(2, after.get("Add"), "for the embeddings, none for a mask");
    }

    @Test
    void whatIsNoQuantisedBertIsRefused() {
        byte[] empty = ProtobufTest.bytes(new OnnxGraph().model("nothing"));
        var e = assertThrows(IOException.class, () -> FusedBert.of(empty, Weights.Pooling.MEAN));
        assertEquals("the model has no quantised layers", e.getMessage());
    }

    @Test
    void aModelThatIsCutOffIsRefused() throws Exception {
        byte[] model = bytes(Weights.MINILM_L6);
        byte[] half = Arrays.copyOf(model, model.length / 2);
        assertThrows(IOException.class, () -> FusedBert.of(half, Weights.Pooling.MEAN));
    }

    private static byte[] bytes(Weights weights) throws IOException {
        try (InputStream in = FusedBert.class.getResourceAsStream(weights.resource)) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }

    private static Map<String, Integer> operators(byte[] model) throws IOException {
        Map<String, Integer> counts = new HashMap<>();
        for (ByteBuffer graph : Protobuf.read(ByteBuffer.wrap(model)).all(7)) {
            for (ByteBuffer node : Protobuf.read(graph).all(1)) {
                counts.merge(Protobuf.read(node).text(4), 1, Integer::sum);
            }
        }
        return counts;
    }

    private static double leastCosine(Weights weights) throws Exception {
        WordPieces tokenizer = WordPieces.load();
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        double least = 1;
        try (OnnxSession fused = OnnxSession.load(weights);
                OrtSession.SessionOptions options = new OrtSession.SessionOptions();
                OrtSession exported = environment.createSession(bytes(weights), options)) {
            for (String text : TEXTS) {
                long[] ids = tokenizer.encode(text, 512);
                float[] expected = pool(weights, run(environment, exported, ids));
                least = Math.min(least, cosine(expected, fused.embed(text)));
            }
        }
        return least;
    }

    private static FloatBuffer run(OrtEnvironment environment, OrtSession exported, long[] ids)
            throws Exception {
        long[] shape = {1, ids.length};
        long[] ones = new long[ids.length];
        Arrays.fill(ones, 1);
        try (var tokens = OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape);
                var attended = OnnxTensor.createTensor(environment, LongBuffer.wrap(ones), shape);
                var types =
                        OnnxTensor.createTensor(
                                environment, LongBuffer.wrap(new long[ids.length]), shape);
                var result =
                        exported.run(
                                Map.of(
                                        "input_ids", tokens,
                                        "attention_mask", attended,
                                        "token_type_ids", types))) {
            return ((OnnxTensor) result.get(0)).getFloatBuffer();
        }
    }

    private static float[] pool(Weights weights, FloatBuffer states) {
        float[] sum = new float[Weights.DIMENSIONS];
        int end =
                switch (weights.pooling) {
                    case FIRST -> sum.length;
                    case MEAN -> states.limit();
                };
        for (int i = 0; i < end; i++) {
            sum[i % sum.length] += states.get(i);
        }
        return sum;
    }

    private static double cosine(float[] a, float[] b) {
        return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
