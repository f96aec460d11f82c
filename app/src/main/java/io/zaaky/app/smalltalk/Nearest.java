package io.zaaky.app.smalltalk;

import java.util.List;

/**
 * The example of small talk that is nearest to a message, and how near the nearest question is.
 *
 * @param example index of it
 * @param talk how near it is
 * @param question how near a question comes
 */
record Nearest(int example, double talk, double question) {

    /** Small talk must be nearer than any question by so much. */
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
     * @param price what its unknown words take off
     */
    boolean isTalk(double price) {
        return talk - price >= LIMIT && talk - question >= MARGIN;
    }

    /** Whether it may become small talk if it is averaged with a likeness of 1. */
    boolean mayBeTalk(double price) {
        return (talk + 1) / 2 - price >= LIMIT;
    }
}
