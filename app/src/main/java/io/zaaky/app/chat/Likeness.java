package io.zaaky.app.chat;

import io.zaaky.spi.Passage;
import java.util.Arrays;
import java.util.Locale;

/**
 * Tells whether two passages say the same. They do if nearly all pairs of neighbouring words match,
 * ignoring case and punctuation, and all numbers match: the same sentence with two different prices
 * is no repetition.
 *
 * <p>Source: the resemblance of shingles after Broder, On the resemblance and containment of
 * documents (1997), computed in full.
 */
final class Likeness {
    private static final double SAME = 0.8;
    private static final int SHORT = 12; // words; shorter texts say little without their title

    private final int[] pairs; // sorted, distinct hashes
    private final long numbers; // a sum of hashes

    private Likeness(int[] pairs, long numbers) {
        this.pairs = pairs;
        this.numbers = numbers;
    }

    static Likeness of(Passage passage) {
        var words = new Words(passage.text());
        if (words.count < SHORT) {
            words = new Words(passage.title() + " " + passage.heading() + " " + passage.text());
        }
        return words.likeness();
    }

    /**
     * The hashes of a text's words. A word is a run of letters and digits; a character that is a
     * word by itself is split off. A question compares dozens of passages, so words do not become
     * strings.
     */
    private static final class Words {
        private int[] pairs;
        private int count;
        private long numbers;
        private int before;
        private int hash;
        private int length;
        private boolean digits;

        Words(String text) {
            String lower = text.toLowerCase(Locale.ROOT);
            pairs = new int[Math.max(16, lower.length() / 5)];
            lower.codePoints().forEach(this::take);
            end();
        }

        private void take(int point) {
            boolean word = Character.isLetterOrDigit(point);
            boolean alone = !word || Character.isIdeographic(point);
            if (alone) {
                end();
            }
            if (word) {
                hash = 31 * hash + point;
                length++;
                digits |= Character.isDigit(point);
            }
            if (alone) {
                end();
            }
        }

        private void end() {
            if (length == 0) {
                return;
            }
            if (count == pairs.length) {
                pairs = Arrays.copyOf(pairs, 2 * count);
            }
            pairs[count++] = 31 * before + hash;
            numbers += digits ? mixed(hash) : 0;
            before = hash;
            hash = 0;
            length = 0;
            digits = false;
        }

        private Likeness likeness() {
            Arrays.sort(pairs, 0, count);
            int different = 0;
            for (int i = 0; i < count; i++) {
                if (i == 0 || pairs[i] != pairs[i - 1]) {
                    pairs[different++] = pairs[i];
                }
            }
            return new Likeness(Arrays.copyOf(pairs, different), numbers);
        }
    }

    /** Mixes the hash so that a sum of two identifies them; the finaliser of SplittableRandom. */
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
}
