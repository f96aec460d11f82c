package io.zaaky.app.plugin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.plugin.SharedEmbedding.Waiting;
import io.zaaky.spi.EmbeddingModel;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Purpose;
import io.zaaky.spi.Reason;
import io.zaaky.testkit.Conditions;
import io.zaaky.testkit.FakeEmbedding;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrganisationEmbeddingTest {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final QuestionVectors known = new QuestionVectors(QuestionVectors.Limits.USUAL);

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    @Tag("TEN-19")
    void aQuestionIsEmbeddedOnceForAnOrganisationAndNeverForAnother() {
        var fake = new FakeEmbedding();
        var shared = new SharedEmbedding(fake, Waiting.USUAL);
        var one = new OrganisationEmbedding("one", "", shared, known);
        var other = new OrganisationEmbedding("other", "", shared, known);
        float[] first = question(one, "Where is the ferry?");
        float[] expected = first.clone();
        first[0] = 7; // whoever asked may do so
        assertArrayEquals(expected, question(one, "Where is the ferry?"));
        assertEquals(1, fake.embedded());
        assertArrayEquals(expected, question(other, "Where is the ferry?"));
        assertEquals(2, fake.embedded());
    }

    @Test
    void anotherModelEmbedsItAnew() {
        var fake = new FakeEmbedding();
        var second = new FakeEmbedding("second", 16, Map.of());
        question(new OrganisationEmbedding("one", "", shared(fake), known), "Where?");
        float[] vector =
                question(new OrganisationEmbedding("one", "", shared(second), known), "Where?");
        assertEquals(16, vector.length);
    }

    @Test
    void passagesAreNotKept() {
        var fake = new FakeEmbedding();
        var one = new OrganisationEmbedding("one", "", shared(fake), known);
        var _ = one.embed(List.of("a passage"), Purpose.PASSAGE);
        assertEquals(0, known.bytes());
    }

    @Test
    void theLastChatbotThatGoesTakesTheQuestionsWithIt() {
        SharedEmbedding shared = shared(new FakeEmbedding());
        var before = new OrganisationEmbedding("one", "", shared, known);
        var after = new OrganisationEmbedding("one", "", shared, known);
        question(before, "Where?");
        before.close();
        assertTrue(known.bytes() > 0, "the organisation uses the model still");
        after.close();
        assertEquals(0, known.bytes());
    }

    @Test
    void whatIsKnownIsFoundThoughTheModelIsTaken() throws Exception {
        var model = new HeldEmbedding(1);
        var one = new OrganisationEmbedding("one", "", shared(model), known);
        model.release(1);
        question(one, "known");
        Future<float[]> held = ask(one, "held");
        model.awaitBegun(2);
        assertEquals(model.dimensions(), question(one, "known").length);
        assertFalse(held.isDone(), "the model was free");
    }

    @Test
    void theSameQuestionManyTimesAtOnceIsEmbeddedOnce() throws Exception {
        var model = new HeldEmbedding(4);
        var one = new OrganisationEmbedding("one", "", shared(model), known);
        Future<float[]> first = ask(one, "Where?");
        model.awaitBegun(1);
        List<Future<float[]>> others =
                IntStream.range(0, 20).mapToObj(_ -> ask(one, "Where?")).toList();
        model.release(21);
        for (Future<float[]> other : others) {
            assertArrayEquals(first.get(), other.get());
        }
        assertEquals(List.of("Where?"), model.begun());
    }

    @Test
    void whoWaitsForAnotherWhoIsInterruptedAsksByItself() throws Exception {
        var model = new HeldEmbedding(4);
        var one = new OrganisationEmbedding("one", "", shared(model), known);
        Future<float[]> first = ask(one, "Where?");
        model.awaitBegun(1);
        var second = Thread.ofVirtual().unstarted(() -> question(one, "Where?"));
        second.start();
        Conditions.await(
                "the second waits", second::getState, state -> state == Thread.State.WAITING);
        first.cancel(true);
        model.awaitBegun(2);
        model.release(1);
        second.join();
        assertEquals(2, model.begun().size());
        assertTrue(known.bytes() > 0, "the second one has its vector");
    }

    /** What a model can do wrong. */
    enum Wrong {
        ONE_TOO_FEW {
            @Override
            List<float[]> of(List<float[]> right) {
                return right.subList(1, right.size());
            }
        },
        ZERO {
            @Override
            List<float[]> of(List<float[]> right) {
                return List.of(right.getFirst(), new float[right.getFirst().length]);
            }
        },
        NOT_A_NUMBER {
            @Override
            List<float[]> of(List<float[]> right) {
                float[] wrong = right.getLast().clone();
                wrong[3] = Float.NaN;
                return List.of(right.getFirst(), wrong);
            }
        },
        INFINITE {
            @Override
            List<float[]> of(List<float[]> right) {
                float[] wrong = right.getLast().clone();
                wrong[3] = Float.POSITIVE_INFINITY;
                return List.of(right.getFirst(), wrong);
            }
        },
        ANOTHER_SIZE {
            @Override
            List<float[]> of(List<float[]> right) {
                float[] wrong = new float[8];
                wrong[0] = 1;
                return List.of(right.getFirst(), wrong);
            }
        };

        abstract List<float[]> of(List<float[]> right);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("ING-17")
    void vectorsThatCannotBeRightAreAFailureWhicheverPluginMadeThem(Wrong wrong) {
        var fake = new FakeEmbedding();
        EmbeddingModel model = new WrongEmbedding(fake, wrong);
        var one = new OrganisationEmbedding("one", "", shared(model), known);
        for (Purpose purpose : Purpose.values()) {
            PluginException failure =
                    assertThrows(
                            PluginException.class,
                            () -> one.embed(List.of("one text", "another"), purpose));
            assertEquals(Reason.UNAVAILABLE, failure.reason());
            assertTrue(
                    String.valueOf(failure.getMessage()).startsWith("embedding model fake made "),
                    failure::toString);
        }
        assertEquals(0, known.bytes());
    }

    private record WrongEmbedding(FakeEmbedding fake, Wrong wrong) implements EmbeddingModel {
        @Override
        public String model() {
            return fake.model();
        }

        @Override
        public int dimensions() {
            return fake.dimensions();
        }

        @Override
        public double unrelatedCosine() {
            return fake.unrelatedCosine();
        }

        @Override
        public List<float[]> embed(List<String> texts, Purpose purpose) {
            return wrong.of(fake.embed(texts, purpose));
        }
    }

    private static SharedEmbedding shared(EmbeddingModel model) {
        return new SharedEmbedding(model, Waiting.USUAL);
    }

    private Future<float[]> ask(OrganisationEmbedding embedding, String text) {
        Callable<float[]> asking = () -> question(embedding, text);
        return threads.submit(asking);
    }

    private static float[] question(OrganisationEmbedding embedding, String text) {
        return embedding.embed(List.of(text), Purpose.QUERY).getFirst();
    }
}
