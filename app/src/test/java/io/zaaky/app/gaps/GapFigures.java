package io.zaaky.app.gaps;

import io.zaaky.spi.ContextQuality.Verdict;
import io.zaaky.spi.ConversationArchive.Unanswered;
import io.zaaky.spi.EmbeddingModel;
import io.zaaky.spi.Purpose;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Measures the gathering of unanswered questions, apart from reading and embedding them. A program,
 * no test: {@code GapFigures [QUESTIONS]}.
 */
final class GapFigures {
    private static final int DIMENSIONS = 384;
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    private final PrintStream out = System.out;
    private final int questions;
    private final AtomicLong embeddingNanos = new AtomicLong();

    private GapFigures(int questions) {
        this.questions = questions;
    }

    public static void main(String[] arguments) {
        int questions = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
        var figures = new GapFigures(questions);
        figures.measure("2,000 wordings of 200 meanings", 2_000, 200);
        figures.measure("15,000 wordings of 500 meanings", 15_000, 500);
        figures.measure("each has a meaning of its own", questions, questions);
    }

    /** The second run counts, as the first one is compiled on the way. */
    private void measure(String what, int wordings, int meanings) {
        find(wordings, meanings);
        System.gc();
        embeddingNanos.set(0);
        long before = used();
        long begun = System.nanoTime();
        Gaps gaps = find(wordings, meanings);
        long took = System.nanoTime() - begun - embeddingNanos.get();
        out.printf(
                "%-32s %,d questions in %d ms, without embedding; %d gaps, cut: %s; heap used"
                        + " meanwhile at most %d MB%n",
                what,
                gaps.questions(),
                took / 1_000_000,
                gaps.gaps().size(),
                gaps.cut(),
                Math.max(0, used() - before) >> 20);
    }

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private Gaps find(int wordings, int meanings) {
        return new GapFinder(GapLimits.USUAL, new Meanings(meanings), _ -> false, System::nanoTime)
                .find(all -> ask(wordings, all));
    }

    private void ask(int wordings, Consumer<Unanswered> all) {
        for (int i = 0; i < questions; i++) {
            int wording = i % wordings;
            all.accept(
                    new Unanswered(
                            "conversation " + i,
                            "message " + i,
                            wording + " is a question that the documents do not answer, is it?",
                            NOW.minusSeconds(i),
                            Verdict.NONE,
                            false));
        }
    }

    /** Questions whose number has the same remainder mean nearly the same. */
    private final class Meanings implements EmbeddingModel {
        private final int meanings;

        Meanings(int meanings) {
            this.meanings = meanings;
        }

        @Override
        public String model() {
            return "random";
        }

        @Override
        public int dimensions() {
            return DIMENSIONS;
        }

        @Override
        public double unrelatedCosine() {
            return 0.3;
        }

        @Override
        public List<float[]> embed(List<String> texts, Purpose purpose) {
            long begun = System.nanoTime();
            List<float[]> vectors =
                    texts.stream()
                            .map(text -> Integer.parseInt(text.substring(0, text.indexOf(' '))))
                            .map(this::vector)
                            .toList();
            embeddingNanos.addAndGet(System.nanoTime() - begun);
            return vectors;
        }

        private float[] vector(int wording) {
            var meaning = new Random(wording % meanings);
            var noise = new Random(-wording);
            var vector = new float[DIMENSIONS];
            double length = 0;
            for (int i = 0; i < DIMENSIONS; i++) {
                vector[i] = (float) (meaning.nextGaussian() + 0.3 * noise.nextGaussian());
                length += vector[i] * vector[i];
            }
            for (int i = 0; i < DIMENSIONS; i++) {
                vector[i] /= (float) Math.sqrt(length);
            }
            return vector;
        }

        @Override
        public void check() {}

        @Override
        public void close() {}
    }
}
