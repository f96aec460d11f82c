package io.zaaky.app.gaps;

import io.zaaky.spi.ContextQuality.Verdict;
import java.time.Instant;
import java.util.List;

/**
 * Questions of one meaning that were not answered well.
 *
 * @param question the most frequent wording; a long one is shortened
 * @param count the number of questions
 * @param lastAt when the last one was asked
 * @param verdict the one that most of them got
 * @param examples the last ones
 */
public record Gap(
        String question, int count, Instant lastAt, Verdict verdict, List<Example> examples) {

    public Gap {
        examples = List.copyOf(examples);
    }

    /**
     * One of the questions.
     *
     * @param conversation its id for administrators
     * @param message the answer's id
     */
    public record Example(String conversation, String message) {}
}
