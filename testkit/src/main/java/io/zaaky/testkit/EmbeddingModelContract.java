package io.zaaky.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.EmbeddingModel;
import io.zaaky.spi.EmbeddingModelProvider;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Purpose;
import io.zaaky.spi.Reason;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract of every embedding model. Extend this class, define the provider and working
 * settings, and run it. One model serves all tests of the class, because loading may take seconds.
 *
 * <p>A model that was trained on language extends {@link TrainedEmbeddingModelContract} instead. A
 * stub server behind the model must always give a text the same vector, and give different texts
 * clearly different vectors; {@link FakeEmbedding} does.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class EmbeddingModelContract {
    /**
     * A cosine limit: quantised models give a text slightly different vectors in different batches.
     */
    private static final double SAME = 0.98;

    private static final List<String> TEXTS =
            List.of(
                    "The ferry to the island leaves at seven in the morning.",
                    "A bill can be paid by bank transfer within thirty days.",
                    "Dogs must be kept on a lead between May and September.");

    private Path directory = Path.of("");
    private Optional<EmbeddingModel> open = Optional.empty();

    /** The provider under test. */
    protected abstract EmbeddingModelProvider provider();

    /** Settings with which the model works. Called when the first test needs the model. */
    protected abstract Map<String, ?> settings();

    /** The model under test, created by the first call and closed after the last test. */
    protected final synchronized EmbeddingModel model() {
        if (open.isEmpty()) {
            open = Optional.of(create(TestSettings.of(settings())));
        }
        return open.get();
    }

    private EmbeddingModel create(TestSettings settings) {
        return provider().create(settings.settings(), TestContext.in(directory));
    }

    @BeforeAll
    final void keepDirectory(@TempDir Path given) {
        directory = given;
    }

    @AfterAll
    final void closeModel() {
        open.ifPresent(EmbeddingModel::close);
    }

    @Test
    public final void theServiceLoaderFindsTheProvider() {
        Installed.assertFound(EmbeddingModelProvider.class, provider());
    }

    @Test
    public final void theTypeCanBeWrittenInYaml() {
        Installed.assertFit(provider());
    }

    @Test
    public final void goodSettingsAreReadWithoutAProblem() {
        var settings = TestSettings.of(settings());
        create(settings).close();
        assertEquals(List.of(), settings.problems());
    }

    @Test
    public final void aKeyThatMeansNothingIsReported() {
        Map<String, Object> values = new HashMap<>(settings());
        values.put("no-such-key", "1");
        var settings = TestSettings.of(values);
        create(settings).close();
        assertEquals(
                List.of("test.no-such-key"),
                settings.problems().stream().map(problem -> problem.path()).toList());
    }

    @Test
    public final void theModelDescribesItself() {
        assertFalse(model().model().isBlank(), "the model's name is blank");
        assertTrue(model().dimensions() > 0, "dimensions: " + model().dimensions());
        double unrelated = model().unrelatedCosine();
        assertTrue(unrelated >= 0 && unrelated <= 1, "unrelated cosine: " + unrelated);
    }

    @Test
    public final void everyVectorHasLengthOneAndTheModelsDimensions() {
        for (Purpose purpose : Purpose.values()) {
            model().embed(TEXTS, purpose).forEach(this::assertUnit);
        }
    }

    @Test
    @Tag("ING-17")
    public final void vectorsComeInTheOrderOfTheTexts() {
        List<float[]> all = model().embed(TEXTS, Purpose.PASSAGE);
        List<float[]> back = model().embed(TEXTS.reversed(), Purpose.PASSAGE).reversed();
        for (int i = 0; i < TEXTS.size(); i++) {
            assertSame(TEXTS.get(i), all.get(i), back.get(i));
            assertSame(TEXTS.get(i), all.get(i), one(TEXTS.get(i), Purpose.PASSAGE));
        }
        double different = cosine(all.get(0), all.get(1));
        assertTrue(different < SAME, "two texts that differ have the cosine " + different);
    }

    @Test
    public final void aHundredTextsAreEmbeddedInOneCall() {
        List<String> texts =
                IntStream.range(0, 100).mapToObj(i -> "Room " + i + " of the hotel").toList();
        List<float[]> vectors = model().embed(texts, Purpose.PASSAGE);
        assertEquals(100, vectors.size());
        assertSame(texts.get(97), vectors.get(97), one(texts.get(97), Purpose.PASSAGE));
    }

    @Test
    public final void noTextsHaveNoVectors() {
        assertEquals(0, model().embed(List.of(), Purpose.PASSAGE).size());
    }

    @Test
    public final void oddTextsHaveVectorsToo() {
        List<String> odd =
                List.of(
                        "?!…",
                        "🚢🚢🚢",
                        "كيف حالك اليوم",
                        "今日の天気はどうですか",
                        "before\0after",
                        "a\nb\r\nc\t",
                        "x".repeat(3000),
                        "' OR '1'='1");
        List<float[]> vectors = model().embed(odd, Purpose.QUERY);
        assertEquals(odd.size(), vectors.size());
        vectors.forEach(this::assertUnit);
    }

    @Test
    public final void aTextThatIsMuchTooLongHasAVector() {
        assertUnit(one("The ferry leaves at seven. ".repeat(8000), Purpose.PASSAGE));
    }

    @Test
    public final void manyThreadsEachGetTheirOwnVectors() throws Exception {
        List<float[]> expected = model().embed(TEXTS, Purpose.QUERY);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<float[]>> running = new ArrayList<>();
            for (int i = 0; i < 48; i++) {
                String text = TEXTS.get(i % TEXTS.size());
                running.add(threads.submit(() -> one(text, Purpose.QUERY)));
            }
            for (int i = 0; i < running.size(); i++) {
                int text = i % TEXTS.size();
                assertSame(TEXTS.get(text), expected.get(text), running.get(i).get());
            }
        }
    }

    @Test
    public final void anInterruptedCallerIsCancelledAndTheNextOneIsServed() throws Exception {
        Reason reason = onThreadOfItsOwn(this::reasonWhenInterrupted);
        assertEquals(Reason.CANCELLED, reason);
        assertUnit(one(TEXTS.get(0), Purpose.QUERY));
    }

    private Reason reasonWhenInterrupted() {
        Thread.currentThread().interrupt();
        return assertThrows(PluginException.class, () -> model().embed(TEXTS, Purpose.PASSAGE))
                .reason();
    }

    private static <T> T onThreadOfItsOwn(Callable<T> work)
            throws InterruptedException, ExecutionException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.submit(work).get();
        }
    }

    /** The vector of one text, embedded alone. */
    protected final float[] one(String text, Purpose purpose) {
        return model().embed(List.of(text), purpose).getFirst();
    }

    protected static double cosine(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    private void assertUnit(float[] vector) {
        assertEquals(model().dimensions(), vector.length, "dimensions of a vector");
        assertEquals(1, Math.sqrt(cosine(vector, vector)), 1e-4, "length of a vector");
    }

    private static void assertSame(String text, float[] expected, float[] actual) {
        double cosine = cosine(expected, actual);
        assertTrue(cosine >= SAME, "two vectors of '" + text + "' have the cosine " + cosine);
    }
}
