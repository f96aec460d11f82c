package io.zaaky.llm.langchain4j;

import io.zaaky.spi.EmbeddingModel;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An embedding model behind LangChain4j. Adds batches and prefixes, normalises vectors to length 1,
 * and cuts texts that are too long for the model until the model accepts them.
 */
public final class BridgedEmbedding implements EmbeddingModel {
    /** No model reads more characters than this. */
    private static final int MOST_CHARACTERS = 40_000;

    /** If a server reports that a text is too long, it does not mean one this short. */
    private static final int SHORT = 200;

    private static final Pattern TOO_LONG =
            Pattern.compile("too (large|long)|context length|exceed", Pattern.CASE_INSENSITIVE);

    private final EmbeddingSettings settings;
    private final Vectors kind;
    private final BridgeHttpClient http;
    private final Failures failures;
    private final dev.langchain4j.model.embedding.EmbeddingModel model;
    private final Runnable check;
    private volatile int dimensions;

    /**
     * The kind of vectors that a model produces.
     *
     * @param model the name of the vectors; vectors with different names cannot be compared
     * @param dimensions the number of dimensions; 0 to ask the server
     * @param batch how many vectors one request asks for
     */
    public record Vectors(String model, int dimensions, int batch) {}

    /**
     * @param model LangChain4j's model, which sends through {@code http}
     * @param check what {@link #check} runs
     */
    public BridgedEmbedding(
            EmbeddingSettings settings,
            Vectors vectors,
            BridgeHttpClient http,
            dev.langchain4j.model.embedding.EmbeddingModel model,
            Runnable check) {
        this.settings = settings;
        kind = vectors;
        this.http = http;
        this.model = model;
        this.check = check;
        failures = http.failures();
        dimensions = vectors.dimensions();
    }

    @Override
    public String model() {
        return kind.model();
    }

    @Override
    public int dimensions() {
        if (dimensions == 0) {
            dimensions = embed(List.of("How long is a vector?"), Purpose.QUERY).getFirst().length;
        }
        return dimensions;
    }

    @Override
    public double unrelatedCosine() {
        return settings.unrelatedCosine();
    }

    @Override
    public List<float[]> embed(List<String> texts, Purpose purpose) {
        String prefix =
                switch (purpose) {
                    case QUERY -> settings.queryPrefix();
                    case PASSAGE -> settings.passagePrefix();
                };
        List<float[]> vectors = new ArrayList<>(texts.size());
        for (int from = 0; from < texts.size(); from += kind.batch()) {
            int to = Math.min(texts.size(), from + kind.batch());
            vectors.addAll(
                    batch(
                            texts.subList(from, to).stream()
                                    .map(text -> cut(prefix + text, MOST_CHARACTERS))
                                    .toList()));
        }
        return vectors;
    }

    private List<float[]> batch(List<String> texts) {
        try {
            return ask(texts);
        } catch (PluginException e) {
            if (!TOO_LONG.matcher(String.valueOf(e.getMessage())).find()) {
                throw e;
            }
            return shorter(texts, e);
        }
    }

    /** Finds the text that is too long by requesting each text alone, then halves it. */
    private List<float[]> shorter(List<String> texts, PluginException failure) {
        if (texts.size() > 1) {
            return texts.stream().map(text -> batch(List.of(text)).getFirst()).toList();
        }
        String text = texts.getFirst();
        if (text.length() <= SHORT) {
            throw failure;
        }
        return batch(List.of(cut(text, text.length() / 2)));
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end);
    }

    private List<float[]> ask(List<String> texts) {
        return http.embed(model, texts).stream().map(this::normalised).toList();
    }

    private float[] normalised(float[] vector) {
        double sum = 0;
        for (float x : vector) {
            sum += (double) x * x;
        }
        int expected = dimensions;
        if (expected != 0 && vector.length != expected) {
            throw wrong("a vector of %d numbers instead of %d".formatted(vector.length, expected));
        }
        if (Double.isNaN(sum) || Double.isInfinite(sum)) {
            throw wrong("a vector with a number that is none or has no end");
        }
        if (sum == 0) {
            throw wrong("a vector of nothing but zeros");
        }
        float factor = (float) (1 / Math.sqrt(sum));
        float[] unit = new float[vector.length];
        for (int i = 0; i < vector.length; i++) {
            unit[i] = vector[i] * factor;
        }
        return unit;
    }

    private PluginException wrong(String what) {
        return failures.unavailable("it sent " + what, null);
    }

    @Override
    public void check() {
        check.run();
    }
}
