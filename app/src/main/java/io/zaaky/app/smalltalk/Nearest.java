package io.zaaky.app.smalltalk;

import java.util.List;

/**
 * The small-talk example nearest to a message, and the similarity of the nearest question.
 *
 * @param example its index
 * @param talk its similarity
 * @param question the similarity of the nearest question
 */
record Nearest(int example, double talk, double question) {

    /** Small talk must be nearer than any question by this much. */
    private static final double MARGIN = 0.1;

    private static final double LIMIT = 0.22;

    static Nearest of(float[] likeness, List<Example> examples) {
        int best = 0;
        double talk = -1;
        double question = -1;
        for (int i = 0; i < likeness.length; i++) {
            if (!examples.get(i).isTalk()) {
                question = Math.max(question, likeness[i]);
            } else if (likeness[i] > talk) {
                talk = likeness[i];
                best = i;
            }
        }
        return new Nearest(best, talk, question);
    }

    /**
     * @param price the deduction for unknown words
     */
    boolean isTalk(double price) {
        return talk - price >= LIMIT && talk - question >= MARGIN;
    }

    /** Whether it can become small talk if it is averaged with a similarity of 1. */
    boolean mayBeTalk(double price) {
        return (talk + 1) / 2 - price >= LIMIT;
    }
}
