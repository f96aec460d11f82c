package io.zaaky.app.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.plugin.QuestionVectors.Limits;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QuestionVectorsTest {
    private static final float[] VECTOR = new float[384];
    private static final Object MODEL = new Object();

    @Test
    void whatWasUsedLongestAgoGoesFirst() {
        var known = new QuestionVectors(new Limits(1 << 20, 4000));
        known.keep("one", MODEL, "first", VECTOR);
        known.keep("one", MODEL, "second", VECTOR);
        assertTrue(known.find("one", MODEL, "first").isPresent(), "two fit");
        known.keep("one", MODEL, "third", VECTOR);
        assertTrue(known.find("one", MODEL, "second").isEmpty(), "it was used longest ago");
        assertTrue(known.find("one", MODEL, "first").isPresent(), "it was used since");
    }

    @Test
    void whereAllIsFullTheOrganisationThatHasMostGivesWay() {
        var known = new QuestionVectors(new Limits(20_000, 18_000));
        for (int i = 0; i < 100; i++) {
            known.keep("loud", MODEL, "question " + i, VECTOR);
        }
        known.keep("quiet", MODEL, "first", VECTOR);
        known.keep("quiet", MODEL, "second", VECTOR);
        assertTrue(known.find("quiet", MODEL, "first").isPresent(), "the other one has more");
        assertTrue(known.find("loud", MODEL, "question 99").isPresent(), "it keeps the newest");
        assertTrue(known.bytes() <= 20_000, "bytes: " + known.bytes());
    }

    @Test
    void whateverIsKeptTheBoundsHoldAndEveryByteIsCounted() {
        var random = new Random(7);
        var known = new QuestionVectors(new Limits(50_000, 20_000));
        for (int i = 0; i < 5000; i++) {
            String organisation = "o" + random.nextInt(9);
            String text = "q".repeat(random.nextInt(300)) + random.nextInt(50);
            known.keep(organisation, MODEL, text, new float[random.nextInt(1, 400)]);
            assertTrue(known.bytes() <= 50_000, "bytes: " + known.bytes());
        }
        for (int i = 0; i < 9; i++) {
            known.forget("o" + i, MODEL);
        }
        assertEquals(0, known.bytes());
    }

    @Test
    void oneThatIsTooLargeIsNotKept() {
        var known = new QuestionVectors(new Limits(4000, 2000));
        known.keep("one", MODEL, "x".repeat(3000), VECTOR);
        assertEquals(0, known.bytes());
    }
}
