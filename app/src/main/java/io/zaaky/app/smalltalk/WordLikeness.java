package io.zaaky.app.smalltalk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How alike a message and each example are in their words: the cosine of the words, pairs of words
 * and runs of three and four letters that they are made of, the rarer ones counting more (inverse
 * document frequency). It knows nothing of meanings, but endings, typos and word order matter
 * little, in any language. Immutable.
 */
final class WordLikeness {
    private static final int SHORTEST_RUN = 3;
    private static final int LONGEST_RUN = 4;

    private final int examples;
    private final Map<String, Feature> features = new HashMap<>();

    private static final class Feature {
        private final float rarity;
        private final int[] in; // the examples that have it
        private final float[] weights; // in each of them

        Feature(float rarity, int[] in, float[] weights) {
            this.rarity = rarity;
            this.in = in;
            this.weights = weights;
        }
    }

    WordLikeness(List<Example> all) {
        examples = all.size();
        List<Set<String>> made = all.stream().map(one -> featuresOf(tokens(one))).toList();
        Map<String, List<Integer>> where = new HashMap<>();
        for (int i = 0; i < made.size(); i++) {
            for (String feature : made.get(i)) {
                where.computeIfAbsent(feature, _ -> new ArrayList<>()).add(i);
            }
        }
        var lengths = new double[examples];
        where.values().forEach(in -> in.forEach(i -> lengths[i] += Math.pow(rarity(in.size()), 2)));
        where.forEach((feature, in) -> features.put(feature, feature(in, lengths)));
    }

    private static List<String> tokens(Example example) {
        return Token.folded(Token.of(example.text()));
    }

    private Feature feature(List<Integer> in, double[] lengths) {
        float rarity = (float) rarity(in.size());
        int[] indexes = in.stream().mapToInt(Integer::intValue).toArray();
        var weights = new float[indexes.length];
        for (int i = 0; i < indexes.length; i++) {
            weights[i] = (float) (rarity / Math.sqrt(lengths[indexes[i]]));
        }
        return new Feature(rarity, indexes, weights);
    }

    private double rarity(int frequency) {
        return Math.log((examples + 1.0) / (frequency + 1.0));
    }

    /** The cosine to each example, 0 to 1. */
    float[] to(List<String> tokens) {
        var likeness = new float[examples];
        double length = 0;
        for (String each : featuresOf(tokens)) {
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

    private static Set<String> featuresOf(List<String> tokens) {
        Set<String> all = new HashSet<>();
        for (int i = 0; i < tokens.size(); i++) {
            String word = tokens.get(i);
            all.add("=" + word);
            if (i > 0) {
                all.add(tokens.get(i - 1) + " " + word);
            }
            if (!Token.isSingle(word)) {
                addRuns("^" + word + "$", all);
            }
        }
        return all;
    }

    private static void addRuns(String word, Set<String> all) {
        for (int run = SHORTEST_RUN; run <= LONGEST_RUN; run++) {
            for (int start = 0; start + run <= word.length(); start++) {
                all.add(word.substring(start, start + run));
            }
        }
    }
}
