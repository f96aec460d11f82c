package io.zaaky.app.gaps;

import io.zaaky.app.gaps.Gap.Example;
import io.zaaky.spi.ContextQuality.Verdict;
import io.zaaky.spi.ConversationArchive.Unanswered;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Questions that belong together. They are added newest first. For one thread only. */
final class Asked {
    private static final int EXAMPLES = 3;
    private static final int SHOWN = 300; // code points of a question

    private final String question;
    private final List<Example> examples = new ArrayList<>(1);
    private final Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
    private Instant lastAt;
    private int count;

    Asked(Unanswered newest) {
        question = shortened(newest.question().strip());
        lastAt = newest.at();
    }

    private static String shortened(String text) {
        return text.codePointCount(0, text.length()) <= SHOWN
                ? text
                : text.substring(0, text.offsetByCodePoints(0, SHOWN - 1)) + "…";
    }

    void add(Unanswered one) {
        count++;
        verdicts.merge(one.verdict(), 1, Integer::sum);
        if (examples.size() < EXAMPLES) {
            examples.add(new Example(one.conversation(), one.messageId()));
        }
    }

    /** Merges the questions of another wording with the same meaning. */
    void add(Asked others) {
        count += others.count;
        lastAt = lastAt.isAfter(others.lastAt) ? lastAt : others.lastAt;
        others.verdicts.forEach((verdict, times) -> verdicts.merge(verdict, times, Integer::sum));
        for (Example example : others.examples) {
            if (examples.size() < EXAMPLES) {
                examples.add(example);
            }
        }
    }

    String question() {
        return question;
    }

    int count() {
        return count;
    }

    Instant lastAt() {
        return lastAt;
    }

    Gap gap() {
        return new Gap(question, count, lastAt, verdict(), examples);
    }

    /** The most frequent verdict; the worse one of two equally frequent ones. */
    private Verdict verdict() {
        Verdict most = Verdict.NONE;
        for (Verdict each : List.of(Verdict.WEAK, Verdict.GOOD)) {
            if (times(each) > times(most)) {
                most = each;
            }
        }
        return most;
    }

    private int times(Verdict verdict) {
        return verdicts.getOrDefault(verdict, 0);
    }
}
