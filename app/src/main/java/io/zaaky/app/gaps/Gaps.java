package io.zaaky.app.gaps;

import java.util.List;

/**
 * What the documents do not answer.
 *
 * @param gaps the most asked first
 * @param questions how many questions there were, also those that {@code gaps} leaves out
 * @param cut whether there is more than was gathered: so many different questions that some were
 *     left out, or were compared by their words alone
 */
public record Gaps(List<Gap> gaps, int questions, boolean cut) {
    public Gaps {
        gaps = List.copyOf(gaps);
    }
}
