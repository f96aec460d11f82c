package io.zaaky.app.gaps;

import java.util.List;

/**
 * Questions that the documents do not answer.
 *
 * @param gaps most asked first
 * @param questions the total number of questions, including those that {@code gaps} leaves out
 * @param cut whether the result is incomplete: there were so many different questions that some
 *     were left out, or were compared only by words
 */
public record Gaps(List<Gap> gaps, int questions, boolean cut) {
    public Gaps {
        gaps = List.copyOf(gaps);
    }
}
