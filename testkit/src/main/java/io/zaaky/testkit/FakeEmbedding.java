package io.zaaky.testkit;

import io.zaaky.spi.EmbeddingModel;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Purpose;
import io.zaaky.spi.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;

/**
 * An embedding without a model: a text is the sum of its words, each of which has a fixed random
 * direction. Texts that share words are close, others almost orthogonal; words declared as synonyms
 * have the same direction. Deterministic on every machine, and fast.
 */
public final class FakeEmbedding implements EmbeddingModel {
    private static final Pattern NOT_A_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final String NO_WORDS = "\0";

    private final String model;
    private final int dimensions;
    private final Map<String, String> meanings;
    private final AtomicReference<Optional<Reason>> failure =
            new AtomicReference<>(Optional.empty());
    private final LongAdder embedded = new LongAdder();

    /**
     * @param meanings maps a word to its synonym, both in lower case
     */
    public FakeEmbedding(String model, int dimensions, Map<String, String> meanings) {
        this.model = model;
        this.dimensions = dimensions;
        this.meanings = Map.copyOf(meanings);
    }

    /** A model named {@code fake} with 384 dimensions and no synonyms. */
    public FakeEmbedding() {
        this("fake", 384, Map.of());
    }

    /** From now on, every call fails for this reason. */
    public void failWith(Reason reason) {
        failure.set(Optional.of(reason));
    }

    public void recover() {
        failure.set(Optional.empty());
    }

    /** How many texts have been embedded. */
    public long embedded() {
        return embedded.sum();
    }

    @Override
    public String model() {
        return model;
    }

    @Override
    public int dimensions() {
        return dimensions;
    }

    @Override
    public double unrelatedCosine() {
        return 0.2;
    }

    @Override
    public List<float[]> embed(List<String> texts, Purpose purpose) {
        if (Thread.currentThread().isInterrupted()) {
            throw new PluginException(Reason.CANCELLED, "the fake embedding was interrupted");
        }
        failure.get()
                .ifPresent(
                        reason -> {
                            throw new PluginException(
                                    reason, "the fake embedding was told to fail");
                        });
        embedded.add(texts.size());
        List<float[]> vectors = new ArrayList<>();
        texts.forEach(text -> vectors.add(vector(text)));
        return vectors;
    }

    private float[] vector(String text) {
        double[] sum = new double[dimensions];
        boolean words = false;
        for (String word : NOT_A_WORD.split(text.toLowerCase(Locale.ROOT), -1)) {
            if (!word.isEmpty()) {
                add(sum, meanings.getOrDefault(word, word));
                words = true;
            }
        }
        if (!words) {
            add(sum, NO_WORDS);
        }
        return unit(sum);
    }

    private static void add(double[] sum, String word) {
        var random = new SplittableRandom(word.hashCode() * 0x9E3779B97F4A7C15L);
        for (int i = 0; i < sum.length; i++) {
            sum[i] += random.nextDouble(-1, 1);
        }
    }

    private static float[] unit(double[] sum) {
        double square = 0;
        for (double x : sum) {
            square += x * x;
        }
        float[] unit = new float[sum.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (sum[i] / Math.sqrt(square));
        }
        return unit;
    }
}
