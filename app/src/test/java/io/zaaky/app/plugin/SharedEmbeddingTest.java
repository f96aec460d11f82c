package io.zaaky.app.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.plugin.SharedEmbedding.Waiting;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Purpose;
import io.zaaky.spi.Reason;
import io.zaaky.testkit.Conditions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SharedEmbeddingTest {
    private static final Waiting PATIENT = new Waiting(100, Duration.ofMinutes(5));

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HeldEmbedding model = new HeldEmbedding(4);

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    @Tag("COST-14")
    void ofSeveralOrganisationsNoneHasMoreThanThreeQuartersOfTheModel() {
        SharedEmbedding shared = shared(PATIENT, "loud", "quiet");
        for (int i = 0; i < 40; i++) {
            ask(shared, "loud", "loud " + i);
        }
        model.awaitBegun(3);
        ask(shared, "quiet", "quiet");
        model.awaitBegun(4);
        assertEquals("quiet", model.begun().getLast());
        assertEquals(4, model.begun().size());
    }

    @Test
    void oneOrganisationAloneHasAllOfIt() {
        SharedEmbedding shared = shared(PATIENT, "only");
        for (int i = 0; i < 4; i++) {
            ask(shared, "only", "text " + i);
        }
        model.awaitBegun(4);
    }

    @Test
    void itHasAllOfItAgainWhenTheOthersHaveGone() {
        SharedEmbedding shared = shared(PATIENT, "only", "gone");
        assertTrue(shared.leave("gone"), "it uses the model no longer");
        for (int i = 0; i < 4; i++) {
            ask(shared, "only", "text " + i);
        }
        model.awaitBegun(4);
    }

    @Test
    @Tag("COST-14")
    void aDocumentIsEmbeddedInTurnsToo() throws Exception {
        var single = new HeldEmbedding(1);
        var shared = new SharedEmbedding(single, PATIENT);
        List<String> book = IntStream.range(0, 200).mapToObj(i -> "page " + i).toList();
        Future<List<float[]>> vectors =
                threads.submit(() -> shared.embed("loud", book, Purpose.PASSAGE));
        single.awaitBegun(1);
        var letter =
                threads.submit(() -> shared.embed("quiet", List.of("letter"), Purpose.PASSAGE));
        // it waits for its turn: a wait cannot be seen from outside, the order can
        Conditions.await("the letter waits", shared::waiting, count -> count == 1);
        single.release(2);
        assertEquals(1, letter.get().size());
        single.release(3);
        assertEquals(200, vectors.get().size());
        assertEquals(
                List.of("page 0", "letter", "page 64", "page 128", "page 192"), single.begun());
    }

    @Test
    void aQuestionThatGetsNoTurnInTimeIsAFailureThatSaysSo() {
        SharedEmbedding shared = shared(new Waiting(100, Duration.ofMillis(1)), "loud", "quiet");
        for (int i = 0; i < 3; i++) {
            ask(shared, "loud", "loud " + i);
            model.awaitBegun(i + 1);
        }
        PluginException failure =
                assertThrows(
                        PluginException.class,
                        () -> shared.embed("loud", List.of("late"), Purpose.QUERY));
        assertEquals(Reason.RATE_LIMITED, failure.reason());
        assertTrue(
                String.valueOf(failure.getMessage()).contains("loud got no turn"),
                failure::toString);
    }

    @Test
    void thereIsNoRoomForAnOrganisationOfWhichTooManyWait() {
        SharedEmbedding shared = shared(new Waiting(2, Duration.ofMinutes(5)), "loud", "quiet");
        for (int i = 0; i < 5; i++) {
            ask(shared, "loud", "loud " + i);
        }
        Conditions.await("two that wait", shared::waiting, count -> count == 2);
        assertFalse(shared.hasRoom("loud"), "two wait already");
        assertTrue(shared.hasRoom("quiet"), "it has nothing to do with that");
    }

    private SharedEmbedding shared(Waiting limits, String... organisations) {
        var shared = new SharedEmbedding(model, limits);
        List.of(organisations).forEach(shared::join);
        return shared;
    }

    private void ask(SharedEmbedding shared, String organisation, String text) {
        var _ = threads.submit(() -> shared.embed(organisation, List.of(text), Purpose.QUERY));
    }
}
