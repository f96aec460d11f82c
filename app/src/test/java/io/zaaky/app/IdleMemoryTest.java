package io.zaaky.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class IdleMemoryTest {
    private long used;
    private boolean idle = true;
    private int collections;
    private final IdleMemory memory = new IdleMemory(() -> used, () -> idle, () -> collections++);

    /** One look, after the process has used that much of the processor. */
    private void look(Duration work) {
        used += work.toNanos();
        memory.look();
    }

    @Test
    void memoryIsGivenBackOnceWhenTheServerComesToRest() {
        look(Duration.ofSeconds(5));
        assertEquals(0, collections, "while it works");
        look(Duration.ofMillis(20));
        assertEquals(1, collections, "when it has come to rest");
        look(Duration.ofMillis(20));
        look(Duration.ofMillis(20));
        assertEquals(1, collections, "as it goes on resting");
    }

    @Test
    void nothingIsCollectedWhileAnAnswerIsUnderWay() {
        idle = false;
        look(Duration.ofSeconds(5));
        look(Duration.ofMillis(20));
        assertEquals(0, collections, "while a slow model answers");
        idle = true;
        look(Duration.ofMillis(20));
        assertEquals(1, collections, "when that answer has ended");
    }

    @Test
    void theNextRestAfterWorkIsAnotherOne() {
        look(Duration.ofSeconds(5));
        look(Duration.ofMillis(20));
        look(Duration.ofMillis(900));
        look(Duration.ofMillis(20));
        assertEquals(1, collections, "after little work");
        look(Duration.ofMillis(900));
        look(Duration.ofMillis(20));
        assertEquals(2, collections, "after enough of it");
    }
}
