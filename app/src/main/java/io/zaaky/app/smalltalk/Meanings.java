package io.zaaky.app.smalltalk;

import io.zaaky.spi.EmbeddingModel;
import io.zaaky.spi.Purpose;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The vectors of the examples from one embedding model, one byte per number, and the scales for its
 * cosines. Cosines differ between models, and between languages if a model knows one better than
 * another: in a language that it does not know, everything looks alike. Each language therefore has
 * its own scale, measured on its examples: 0 is the average similarity of small talk and questions,
 * 1 is the same message. Immutable.
 */
final class Meanings {
    private static final int MOST_IN_A_CALL = 32;
    private static final int MOST_QUESTIONS_IN_A_CALL = 4; // visitors' questions wait behind them

    /** The number of examples per language that are embedded as messages, to measure its scale. */
    private static final int PROBES = 8;

    private static final double NARROWEST = 0.05;
    private static final double LARGEST = 127;

    private final int dimensions;
    private final byte[] vectors;
    private final Map<String, Scale> scales;

    /**
     * @param vectors concatenated, in the order of the examples
     * @param scales by language
     */
    Meanings(int dimensions, byte[] vectors, Map<String, Scale> scales) {
        this.dimensions = dimensions;
        this.vectors = vectors;
        this.scales = scales;
    }

    int dimensions() {
        return dimensions;
    }

    /** Not a copy. */
    byte[] vectors() {
        return vectors;
    }

    Scale scale(String language) {
        return scales.getOrDefault(language, Scale.AS_IT_IS);
    }

    /**
     * @param unlike the cosine that counts as 0
     * @param same the cosine that counts as 1
     */
    record Scale(float unlike, float same) {
        private static final Scale AS_IT_IS = new Scale(0, 1);

        float of(double cosine) {
            double scaled = (cosine - unlike) / Math.max(same - unlike, NARROWEST);
            return (float) Math.clamp(scaled, 0, 1);
        }
    }

    /** Embeds all examples. Takes seconds with a model in this process; questions go first. */
    static Meanings by(EmbeddingModel model, List<Example> examples) {
        int dimensions = model.dimensions();
        var vectors = new byte[examples.size() * dimensions];
        for (int from = 0; from < examples.size(); from += MOST_IN_A_CALL) {
            List<Example> some =
                    examples.subList(from, Math.min(examples.size(), from + MOST_IN_A_CALL));
            List<float[]> made = model.embed(texts(some), Purpose.PASSAGE);
            for (int i = 0; i < made.size(); i++) {
                byte[] bytes = bytes(made.get(i));
                System.arraycopy(bytes, 0, vectors, (from + i) * dimensions, dimensions);
            }
        }
        var meanings = new Meanings(dimensions, vectors, new LinkedHashMap<>());
        for (String language : Language.CODES) {
            meanings.scales.put(language, meanings.measure(model, examples, language));
        }
        return meanings;
    }

    private static List<String> texts(List<Example> examples) {
        return examples.stream().map(Example::text).toList();
    }

    private Scale measure(EmbeddingModel model, List<Example> examples, String language) {
        List<Integer> talk = indexes(examples, language, true);
        List<Integer> questions = indexes(examples, language, false);
        double unlike = 0;
        for (byte[] probe : embed(model, examples, sample(questions))) {
            unlike += talk.stream().mapToDouble(i -> cosine(probe, i)).average().orElse(0);
        }
        double same = 0;
        List<Integer> twice = sample(talk);
        List<byte[]> probes = embed(model, examples, twice);
        for (int i = 0; i < probes.size(); i++) {
            same += cosine(probes.get(i), twice.get(i));
        }
        int asked = sample(questions).size();
        return new Scale((float) (unlike / asked), (float) (same / probes.size()));
    }

    private static List<Integer> indexes(List<Example> examples, String language, boolean talk) {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < examples.size(); i++) {
            Example example = examples.get(i);
            if (example.language().equals(language) && example.isTalk() == talk) {
                all.add(i);
            }
        }
        return all;
    }

    /** Picks examples spread evenly over all. */
    private static List<Integer> sample(List<Integer> all) {
        List<Integer> some = new ArrayList<>();
        for (int i = 0; i < PROBES; i++) {
            some.add(all.get(i * all.size() / PROBES));
        }
        return some;
    }

    private static List<byte[]> embed(
            EmbeddingModel model, List<Example> examples, List<Integer> which) {
        List<byte[]> vectors = new ArrayList<>();
        for (int from = 0; from < which.size(); from += MOST_QUESTIONS_IN_A_CALL) {
            int end = Math.min(which.size(), from + MOST_QUESTIONS_IN_A_CALL);
            List<Example> some = which.subList(from, end).stream().map(examples::get).toList();
            model.embed(texts(some), Purpose.QUERY).forEach(made -> vectors.add(bytes(made)));
        }
        return vectors;
    }

    /** The similarity in meaning of a message to each example, 0 to 1. */
    float[] to(float[] message, List<Example> examples) {
        byte[] probe = bytes(message);
        var likeness = new float[examples.size()];
        for (int i = 0; i < likeness.length; i++) {
            likeness[i] = scale(examples.get(i).language()).of(cosine(probe, i));
        }
        return likeness;
    }

    private double cosine(byte[] probe, int example) {
        int offset = example * dimensions;
        int product = 0;
        int ofProbe = 0;
        int ofExample = 0;
        for (int i = 0; i < dimensions; i++) {
            int mine = probe[i];
            int other = vectors[offset + i];
            product += mine * other;
            ofProbe += mine * mine;
            ofExample += other * other;
        }
        return product / Math.max(1e-9, Math.sqrt((double) ofProbe * ofExample));
    }

    /**
     * Keeps the direction; the cosine of two such vectors differs from that of the originals by
     * some .002.
     */
    private static byte[] bytes(float[] vector) {
        double most = 1e-9;
        for (float value : vector) {
            most = Math.max(most, Math.abs(value));
        }
        var bytes = new byte[vector.length];
        for (int i = 0; i < vector.length; i++) {
            bytes[i] = (byte) Math.round(vector[i] / most * LARGEST);
        }
        return bytes;
    }
}
