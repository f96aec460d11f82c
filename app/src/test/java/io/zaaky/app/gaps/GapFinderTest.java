package io.zaaky.app.gaps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.gaps.Gap.Example;
import io.zaaky.spi.ContextQuality.Verdict;
import io.zaaky.spi.ConversationArchive.Unanswered;
import io.zaaky.spi.EmbeddingModel;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Purpose;
import io.zaaky.spi.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GapFinderTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final GapLimits LIMITS = new GapLimits(100, 50, Duration.ofSeconds(10), 20);

    private final List<Unanswered> asked = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private final SubjectModel model = new SubjectModel();

    /** Texts of the same first word mean the same, and others have nothing to do with them. */
    private final class SubjectModel implements EmbeddingModel {
        private final List<String> subjects = new ArrayList<>();
        private final List<Integer> batches = new ArrayList<>();
        private Reason failure = Reason.BROKEN;
        private int failsAfter = Integer.MAX_VALUE;

        @Override
        public String model() {
            return "subjects";
        }

        @Override
        public int dimensions() {
            return 200;
        }

        @Override
        public double unrelatedCosine() {
            return 0.2;
        }

        @Override
        public List<float[]> embed(List<String> texts, Purpose purpose) {
            assertEquals(Purpose.PASSAGE, purpose, "documents wait for visitors' questions");
            if (batches.size() == failsAfter) {
                throw new PluginException(failure, "away");
            }
            batches.add(texts.size());
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            return texts.stream().map(this::vector).toList();
        }

        private float[] vector(String text) {
            String subject = text.split(" ", 2)[0];
            if (!subjects.contains(subject)) {
                subjects.add(subject);
            }
            var vector = new float[dimensions()];
            vector[subjects.indexOf(subject)] = 1;
            return vector;
        }

        @Override
        public void check() {}

        @Override
        public void close() {}
    }

    private void ask(String question, Verdict verdict, boolean down) {
        int n = asked.size();
        asked.addFirst(
                new Unanswered("c" + n, "m" + n, question, NOW.plusSeconds(n), verdict, down));
    }

    private void ask(String question) {
        ask(question, Verdict.NONE, false);
    }

    private Gaps find(GapLimits limits) {
        return new GapFinder(limits, model, text -> text.equals("hello"), nanos::get)
                .find(out -> asked.forEach(out));
    }

    private static List<String> told(Gaps gaps) {
        return gaps.gaps().stream().map(gap -> gap.count() + " " + gap.question()).toList();
    }

    @Test
    void questionsOfOneMeaningAreOneGapAndTheMostAskedComesFirst() {
        ask("boats for rent?");
        ask("fees of students");
        ask("fees for students");
        ask("fees  for Students?");
        ask("dogs allowed?");
        Gaps gaps = find(LIMITS);
        assertEquals(5, gaps.questions());
        assertFalse(gaps.cut());
        assertEquals(
                List.of("3 fees  for Students?", "1 dogs allowed?", "1 boats for rent?"),
                told(gaps));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "What does it cost?|what does it cost",
                "  WHAT   does it\tcost ?! |what does it cost",
                "Ｗｈａｔ？|what",
                "Straße!|straße",
                "C++|c++",
                "?|''"
            })
    void aWordingIsPlain(String question, String plain) {
        assertEquals(plain, Wordings.plain(question));
    }

    @Test
    void aGapTellsItsLastQuestionsAndTheVerdictOfMost() {
        for (int i = 0; i < 5; i++) {
            ask("fees?", i == 0 ? Verdict.NONE : Verdict.WEAK, false);
        }
        Gap gap = find(LIMITS).gaps().getFirst();
        assertEquals(5, gap.count());
        assertEquals(NOW.plusSeconds(4), gap.lastAt());
        assertEquals(Verdict.WEAK, gap.verdict());
        assertEquals(
                List.of(new Example("c4", "m4"), new Example("c3", "m3"), new Example("c2", "m2")),
                gap.examples());
    }

    @Test
    void whatIsRatedDownIsAGapUnlessItIsSmallTalk() {
        ask("fees?", Verdict.GOOD, true);
        ask("hello", Verdict.NONE, true);
        ask(" ", Verdict.NONE, false);
        Gaps gaps = find(LIMITS);
        assertEquals(List.of("1 fees?"), told(gaps));
        assertEquals(Verdict.GOOD, gaps.gaps().getFirst().verdict());
        assertEquals(1, gaps.questions());
    }

    @Test
    void questionsAreEmbeddedAFewAtATime() {
        IntStream.range(0, 40).forEach(i -> ask("subject" + i));
        assertEquals(20, find(LIMITS).gaps().size(), "as many as are told at most");
        assertEquals(List.of(16, 16, 8), model.batches);
    }

    @Test
    void tooManyDifferentQuestionsAreCutAndThatIsTold() {
        IntStream.range(0, 7).forEach(i -> ask("fees number " + i));
        ask("fees number 6");
        Gaps few = find(new GapLimits(5, 50, Duration.ofSeconds(10), 20));
        assertEquals(8, few.questions());
        assertTrue(few.cut());
        assertEquals(List.of("6 fees number 6"), told(few), "the newest wordings");
        Gaps embedded = find(new GapLimits(100, 2, Duration.ofSeconds(10), 20));
        assertTrue(embedded.cut());
        assertEquals("3 fees number 6", told(embedded).getFirst());
        assertEquals(6, embedded.gaps().size(), "the others by their words");
    }

    @Test
    void whatIsNotEmbeddedInTimeIsComparedByItsWords() {
        IntStream.range(0, 40).forEach(i -> ask("fees number " + i));
        Gaps gaps = find(new GapLimits(100, 50, Duration.ofSeconds(2), 20));
        assertEquals(List.of(16, 16), model.batches);
        assertTrue(gaps.cut());
        assertEquals(32, gaps.gaps().getFirst().count());
    }

    @Test
    void readingTakesFromTheTimeForEmbeddingButNeverAllOfIt() {
        IntStream.range(0, 40).forEach(i -> ask("fees number " + i));
        var limits = new GapLimits(100, 50, Duration.ofSeconds(4), 20);
        for (int seconds : List.of(2, 60)) {
            model.batches.clear();
            Gaps gaps =
                    new GapFinder(limits, model, _ -> false, nanos::get)
                            .find(
                                    out -> {
                                        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
                                        asked.forEach(out);
                                    });
            assertEquals(seconds == 2 ? List.of(16, 16) : List.of(16), model.batches);
            assertTrue(gaps.cut());
        }
    }

    @Test
    void withoutTheModelWordsAreCompared() {
        ask("fees?");
        ask("fees!");
        ask("boats?");
        model.failsAfter = 0;
        model.failure = Reason.UNAVAILABLE;
        Gaps gaps = find(LIMITS);
        assertTrue(gaps.cut());
        assertEquals(List.of("2 fees!", "1 boats?"), told(gaps));
        model.failure = Reason.CANCELLED;
        assertThrows(PluginException.class, () -> find(LIMITS));
    }

    @Test
    void aLongQuestionIsShortened() {
        ask("🌍".repeat(4000));
        Gap gap = find(LIMITS).gaps().getFirst();
        assertEquals(300, gap.question().codePointCount(0, gap.question().length()));
        assertTrue(gap.question().endsWith("…"), gap.question());
    }
}
