package io.zaaky.app.chat;

import io.zaaky.spi.Passage;
import java.util.Arrays;
import java.util.Locale;

/**
 * Tells whether two passages say the same. They do if nearly all pairs of neighbouring words are
 * the same, whatever their case and punctuation, and all numbers are: two prices in the same
 * sentence are no repetition.
 *
 * <p>Source: the resemblance of shingles after Broder, On the resemblance and containment of
 * documents (1997), computed in full.
 */
final class Likeness {
    private static final double SAME = 0.8;
    private static final int SHORT = 12; // words; so few say little without their title

    private final int[] pairs; // hashes, sorted, each once
    private final long numbers; // a sum of hashes

    private Likeness(int[] pairs, long numbers) {
        this.pairs = pairs;
        this.numbers = numbers;
    }

    static Likeness of(Passage passage) {
        String[] words = words(passage.text());
        if (words.length < SHORT) {
            words = words(passage.title() + " " + passage.heading() + " " + passage.text());
        }
        int[] pairs = new int[words.length];
        long numbers = 0;
        for (int i = 0; i < words.length; i++) {
            pairs[i] = 31 * (i == 0 ? 0 : words[i - 1].hashCode()) + words[i].hashCode();
            if (words[i].chars().anyMatch(Character::isDigit)) {
                numbers += mixed(words[i].hashCode());
            }
        }
        return new Likeness(Arrays.stream(pairs).sorted().distinct().toArray(), numbers);
    }

    /** So that the sum of two tells which two; the finaliser of SplittableRandom. */
    private static long mixed(int hash) {
        long z = (hash + 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    boolean isLike(Likeness other) {
        if (numbers != other.numbers) {
            return false;
        }
        int both = 0;
        int i = 0;
        int j = 0;
        while (i < pairs.length && j < other.pairs.length) {
            int order = Integer.compare(pairs[i], other.pairs[j]);
            both += order == 0 ? 1 : 0;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        return both >= SAME * (pairs.length + other.pairs.length - both);
    }

    /** Runs of letters and digits; characters that are words by themselves are split. */
    private static String[] words(String text) {
        var plain = new StringBuilder(text.length());
        text.toLowerCase(Locale.ROOT)
                .codePoints()
                .forEach(
                        point -> {
                            boolean word = Character.isLetterOrDigit(point);
                            boolean alone = !word || Character.isIdeographic(point);
                            if (alone) {
                                plain.append(' ');
                            }
                            if (word) {
                                plain.appendCodePoint(point);
                            }
                            if (alone) {
                                plain.append(' ');
                            }
                        });
        return plain.toString().strip().split(" +", -1);
    }
}
