package io.zaaky.retrieval.hybrid;

/**
 * A question's numbers, quantised to levels and stored as bit planes, so that they can be
 * multiplied with bits.
 */
public final class Planes {
    private final int words;
    private final int planes;
    private final long[] bits;
    private final float low;
    private final float step;
    private final float sum;

    /**
     * @param planes how many bits a level has
     */
    public Planes(float[] numbers, int planes) {
        this.planes = planes;
        words = SideBits.words(numbers.length);
        bits = new long[planes * words];
        float least = Float.MAX_VALUE;
        float most = -Float.MAX_VALUE;
        double total = 0;
        for (float number : numbers) {
            least = Math.min(least, number);
            most = Math.max(most, number);
            total += number;
        }
        low = least;
        step = Math.max((most - least) / ((1 << planes) - 1), Float.MIN_NORMAL);
        sum = (float) total;
        for (int d = 0; d < numbers.length; d++) {
            int level = Math.round((numbers[d] - low) / step);
            for (int plane = 0; plane < planes; plane++) {
                bits[plane * words + d / Long.SIZE] |= (long) ((level >> plane) & 1) << d;
            }
        }
    }

    /** The sum of the numbers. */
    public float sum() {
        return sum;
    }

    /** How many bits a level has. */
    int planes() {
        return planes;
    }

    /** One bit each of 64 levels. */
    long bits(int plane, int word) {
        return bits[plane * words + word];
    }

    /**
     * The sum of the levels at which {@code other}, read from index {@code from}, has a bit set.
     */
    public int common(long[] other, int from) {
        int common = 0;
        for (int plane = 0; plane < planes; plane++) {
            int both = 0;
            for (int word = 0; word < words; word++) {
                both += Long.bitCount(bits[plane * words + word] & other[from + word]);
            }
            common += both << plane;
        }
        return common;
    }

    /**
     * The sum of the numbers, each multiplied by another number.
     *
     * @param weight the sum of the other numbers
     * @param common the sum of the levels, each multiplied by its other number
     */
    public float product(float weight, int common) {
        return low * weight + step * common;
    }
}
