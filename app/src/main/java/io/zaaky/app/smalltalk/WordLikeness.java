package io.zaaky.app.smalltalk;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The similarity in words of a message and each example: the cosine of their words, pairs of words,
 * and runs of three and four letters, with rarer ones weighted higher (inverse document frequency).
 * It ignores meaning; endings, typos and word order matter little, in any language. Immutable.
 */
final class WordLikeness {
    private static final int SHORTEST_RUN = 3;
    private static final int LONGEST_RUN = 4;

    private final int examples;
    private final Map<String, Feature> features = new HashMap<>();

    private static final class Feature {
        private int[] in = new int[2]; // the examples that have it, in order
        private int size;
        private float[] weights = new float[0]; // in each of them
        private float rarity;

        void add(int example) {
            if (size > 0 && in[size - 1] == example) {
                return; // the example has it twice
            }
            if (size == in.length) {
                in = Arrays.copyOf(in, 2 * size);
            }
            in[size++] = example;
        }

        void weigh(float itsRarity, double[] lengths) {
            in = Arrays.copyOf(in, size);
            rarity = itsRarity;
            weights = new float[size];
            for (int i = 0; i < size; i++) {
                weights[i] = (float) (rarity / Math.sqrt(lengths[in[i]]));
            }
        }
    }

    WordLikeness(List<Example> all) {
        examples = all.size();
        for (int i = 0; i < examples; i++) {
            int example = i;
            each(
                    all.get(i).words(),
                    text -> features.computeIfAbsent(text, _ -> new Feature()).add(example));
        }
        var lengths = new double[examples];
        for (Feature feature : features.values()) {
            double rarity = rarity(feature.size);
            for (int i = 0; i < feature.size; i++) {
                lengths[feature.in[i]] += rarity * rarity;
            }
        }
        features.values().forEach(each -> each.weigh((float) rarity(each.size), lengths));
    }

    private double rarity(int frequency) {
        return Math.log((examples + 1.0) / (frequency + 1.0));
    }

    /** The cosine to each example, 0 to 1. */
    float[] to(List<String> tokens) {
        var likeness = new float[examples];
        double length = 0;
        Set<String> asked = new HashSet<>();
        each(tokens, asked::add);
        for (String each : asked) {
            Feature feature = features.get(each);
            double rarity = feature == null ? rarity(0) : feature.rarity;
            length += rarity * rarity;
            for (int i = 0; feature != null && i < feature.in.length; i++) {
                likeness[feature.in[i]] += feature.rarity * feature.weights[i];
            }
        }
        var scale = (float) (1 / Math.max(1e-9, Math.sqrt(length)));
        for (int i = 0; i < examples; i++) {
            likeness[i] *= scale;
        }
        return likeness;
    }

    /** Passes on the features of the words; repeated features are passed on repeatedly. */
    private static void each(List<String> tokens, Consumer<String> taker) {
        for (int i = 0; i < tokens.size(); i++) {
            String word = tokens.get(i);
            taker.accept("=" + word);
            if (i > 0) {
                taker.accept(tokens.get(i - 1) + " " + word);
            }
            if (!Token.isSingle(word)) {
                runs("^" + word + "$", taker);
            }
        }
    }

    private static void runs(String word, Consumer<String> taker) {
        for (int run = SHORTEST_RUN; run <= LONGEST_RUN; run++) {
            for (int start = 0; start + run <= word.length(); start++) {
                taker.accept(word.substring(start, start + run));
            }
        }
    }
}
