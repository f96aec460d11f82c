package io.zaaky.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.ConversationKey;
import io.zaaky.spi.ConversationStore;
import io.zaaky.spi.MessageState;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import io.zaaky.spi.Role;
import io.zaaky.spi.StoredMessage;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The contract of every conversation store. Extend this class, define how to open a store, and run
 * it. Each test uses its own tenants and sessions, so that all tests may share one database.
 */
public abstract class ConversationStoreContract extends ConversationConnectionTests {

    @Test
    public final void anUnknownConversationIsEmpty() {
        assertEquals(List.of(), store.recent(key(), 10));
        assertFalse(store.delete(key()), "deleted a conversation that was never there");
        assertFalse(store.update(key(), user("hello")), "updated a message that was never there");
    }

    @Test
    public final void theLastTenMessagesComeOldestFirst() {
        ConversationKey key = key();
        for (int i = 1; i <= 12; i++) {
            store.append(key, List.of(user("message " + i)), 0);
        }

        assertEquals(
                IntStream.rangeClosed(3, 12).mapToObj(i -> "message " + i).toList(),
                contents(store.recent(key, 10)));
        assertEquals(12, store.recent(key, 100).size());
        assertEquals(List.of(), store.recent(key, 0));
    }

    @Test
    public final void aMessageIsFoundWithThoseBeforeIt() {
        ConversationKey key = key();
        StoredMessage third = user("c");
        store.append(key, List.of(user("a"), user("b"), third, user("d")), 0);
        store.append(key(), turn("x", "y"), 0);

        assertEquals(List.of("b", "c"), contents(store.upTo(key, third.id(), 2)));
        assertEquals(List.of("a", "b", "c"), contents(store.upTo(key, third.id(), 100)));
        assertEquals(List.of(), store.upTo(key, "no-such-message", 2));
        assertEquals(List.of(), store.upTo(key(), third.id(), 2), "found by another session");
    }

    @Test
    public final void aMessageIsFoundWithThoseBeforeItWithoutItsSession() {
        ConversationKey key = key();
        StoredMessage third = user("c");
        store.append(key, List.of(user("a"), user("b"), third, user("d")), 0);
        store.append(key(), turn("x", "y"), 0);

        assertEquals(List.of("b", "c"), contents(store.upTo(desk, third.id(), 2)));
        assertEquals(store.upTo(key, third.id(), 100), store.upTo(desk, third.id(), 100));
        assertEquals(List.of(), store.upTo(desk, "no-such-message", 2));
        assertTrue(store.delete(key));
        assertEquals(List.of(), store.upTo(desk, third.id(), 2), "found after it was forgotten");
    }

    @Test
    public final void appendReturnsWhatStoodThereBefore() {
        ConversationKey key = key();

        assertEquals(List.of(), contents(store.append(key, turn("a", "b"), 10)));
        assertEquals(List.of("a", "b"), contents(store.append(key, turn("c", "d"), 10)));
        assertEquals(List.of("b", "c", "d"), contents(store.append(key, turn("e", "f"), 3)));
        assertEquals(List.of(), contents(store.append(key, turn("g", "h"), 0)));
        assertEquals(List.of("g", "h"), contents(store.recent(key, 2)));
    }

    @Test
    @Tag("DUR-14")
    public final void messagesOfOneMillisecondKeepTheirOrderAndSoDoThoseOfAClockSetBack() {
        ConversationKey key = key();
        store.append(key, List.of(at(NOON, "1"), at(NOON, "2"), at(NOON, "3")), 0);
        store.append(key, List.of(at(NOON.minusSeconds(3600), "4")), 0);

        assertEquals(List.of("1", "2", "3", "4"), contents(store.recent(key, 10)));
    }

    @Test
    public final void anAppendThatFailsLeavesNothing() {
        ConversationKey key = key();
        StoredMessage first = user("first");
        store.append(key, List.of(first), 0);

        PluginException failure =
                assertThrows(
                        PluginException.class,
                        () -> store.append(key, List.of(user("second"), first), 0),
                        "a message id that is taken was accepted");
        assertEquals(Reason.REJECTED, failure.reason(), failure.getMessage());
        assertEquals(List.of("first"), contents(store.recent(key, 10)));
        store.append(key, List.of(user("third")), 0);
        assertEquals(List.of("first", "third"), contents(store.recent(key, 10)));
    }

    @Test
    @Tag("RES-11")
    public final void concurrentAppendsLoseNothingAndKeepEachCallersMessagesTogether() {
        ConversationKey shared = key();
        int callers = 40;
        together(
                callers,
                i -> {
                    store.append(shared, turn("q" + i, "a" + i), 3);
                    store.append(key(), turn("x" + i, "y" + i), 3);
                });

        List<String> found = contents(store.recent(shared, 1000));
        assertEquals(2 * callers, found.size(), () -> "found " + found);
        for (int i = 0; i < callers; i++) {
            int question = found.indexOf("q" + i);
            assertTrue(question >= 0, "q" + i + " is missing in " + found);
            assertEquals("a" + i, found.get(question + 1), () -> "torn apart: " + found);
        }
    }

    @Test
    public final void concurrentAppendsSeeEachOthersWholeTurnsAsHistory() {
        ConversationKey shared = key();
        Queue<Integer> histories = new ConcurrentLinkedQueue<>();
        together(20, i -> histories.add(store.append(shared, turn("q" + i, "a" + i), 99).size()));

        assertEquals(
                IntStream.range(0, 20).mapToObj(i -> 2 * i).toList(),
                histories.stream().sorted().toList(),
                "two appends stood at the same place");
    }

    @Test
    public final void anUpdateReplacesContentStateAndMetadataButNotThePlace() {
        ConversationKey key = key();
        StoredMessage running =
                new StoredMessage(
                        random(),
                        Role.ASSISTANT,
                        "",
                        MessageState.RUNNING,
                        NOON,
                        StoredMessage.Metadata.NONE);
        store.append(key, List.of(user("question"), running, user("next")), 0);

        var done =
                new StoredMessage(
                        running.id(),
                        Role.ASSISTANT,
                        "answer",
                        MessageState.COMPLETE,
                        NOON,
                        full());
        assertTrue(store.update(key, done));
        assertEquals(List.of("question", "answer", "next"), contents(store.recent(key, 10)));
        assertEquals(stored(done), store.recent(key, 2).getFirst());
    }

    @Test
    public final void whatWasAcknowledgedIsThereForANewComponent() {
        ConversationKey key = key();
        store.append(key, turn("question", "answer"), 0);

        try (ConversationStore reopened = open(desk)) { // while the first one is still open
            assertEquals(List.of("question", "answer"), contents(reopened.recent(key, 10)));
        }
        store.close();
        store = open(desk);
        assertEquals(List.of("question", "answer"), contents(store.recent(key, 10)));
    }

    @Test
    public final void aHealthyStoreSaysSo() {
        store.check();
    }

    @Test
    public final void anInterruptedAppendIsEitherDoneOrToldAsNotDone() {
        ConversationKey key = key();
        store.append(key, List.of(user("before")), 0);

        Thread.currentThread().interrupt();
        try {
            store.append(key, List.of(user("after")), 0);
        } catch (PluginException e) {
            assertEquals(Reason.CANCELLED, e.reason(), e.getMessage());
            assertTrue(Thread.interrupted(), "the interrupt was swallowed");
            assertEquals(List.of("before"), contents(store.recent(key, 10)));
            return;
        }
        assertTrue(Thread.interrupted(), "the interrupt was swallowed");
        assertEquals(List.of("before", "after"), contents(store.recent(key, 10)));
    }
}
