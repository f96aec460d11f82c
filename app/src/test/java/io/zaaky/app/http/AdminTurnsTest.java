package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.zaaky.testkit.Conditions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a search costs the administrator who asked for it, afterwards. */
@Tag("COST-14")
final class AdminTurnsTest {
    private final AtomicLong now = new AtomicLong(-7);
    private final List<Duration> rests = new ArrayList<>();
    private final List<Runnable> ends = new ArrayList<>();
    private final AdminTurns turns =
            new AdminTurns(
                    now::get,
                    (rest, end) -> {
                        rests.add(rest);
                        ends.add(end);
                    });

    private boolean room = true;

    private String search(Duration takes) {
        return turns.search(
                "a",
                "key",
                () -> room,
                () -> {
                    now.addAndGet(takes.toNanos());
                    return "found";
                });
    }

    @Test
    void anOrganisationAloneSearchesWithoutRest() {
        turns.visitorAsks("a");
        for (int i = 0; i < 20; i++) {
            assertEquals("found", search(Duration.ofMillis(80)));
        }
        assertEquals(List.of(), rests);
    }

    @Test
    void besideVisitorsOfOthersATurnRestsFiftyTimesAsLongAndFourSecondsAtMost() {
        turns.visitorAsks("b");
        turns.visitorAsks("a");
        assertEquals("found", search(Duration.ofMillis(5)));
        assertEquals("found", search(Duration.ofMillis(80)));
        assertEquals("found", search(Duration.ofSeconds(4)));
        assertEquals(
                List.of(Duration.ofMillis(250), Duration.ofSeconds(4), Duration.ofSeconds(4)),
                rests);
    }

    @Test
    void whileItsTurnsRestAKeySearchesNoMoreAndAnotherOrganisationDoes()
            throws InterruptedException {
        turns.visitorAsks("b");
        for (int i = 0; i < 3; i++) {
            assertEquals("found", search(Duration.ofMillis(80)));
        }
        assertEquals("other", turns.search("b", "another", () -> room, () -> "other"));
        var searching = Thread.ofVirtual().unstarted(() -> search(Duration.ofMillis(80)));
        searching.start();
        Conditions.await(
                "the fourth search to wait",
                searching::getState,
                state -> state == Thread.State.TIMED_WAITING);
        ends.removeFirst().run();
        searching.join();
        assertEquals(4, rests.size());
    }

    @Test
    void aSearchThatFailsRestsToo() {
        turns.visitorAsks("b");
        assertThrows(
                IllegalStateException.class,
                () ->
                        turns.search(
                                "a",
                                "key",
                                () -> room,
                                () -> {
                                    throw new IllegalStateException("no index");
                                }));
        assertEquals(1, rests.size());
    }

    @Test
    void aSearchThatIsRefusedRestsNotAndKeepsNoTurn() {
        turns.visitorAsks("b");
        room = false;
        for (int i = 0; i < 5; i++) {
            assertThrows(Refusal.class, () -> search(Duration.ofMillis(80)));
        }
        assertEquals(List.of(), rests);
        room = true;
        assertEquals("found", search(Duration.ofMillis(80)));
    }

    @Test
    void visitorsOfLongAgoDisturbNobody() {
        turns.visitorAsks("b");
        now.addAndGet(Neighbours.LATELY.toNanos());
        assertEquals("found", search(Duration.ofMillis(80)));
        assertEquals(List.of(), rests);
    }
}
