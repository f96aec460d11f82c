package io.zaaky.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.ContextQuality;
import io.zaaky.spi.ConversationKey;
import io.zaaky.spi.ConversationStore;
import io.zaaky.spi.MessageState;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import io.zaaky.spi.Role;
import io.zaaky.spi.Source;
import io.zaaky.spi.StoredMessage;
import io.zaaky.spi.Usage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What every conversation store promises. Extend it, say how to open a store, and run it. Each test
 * uses tenants and sessions of its own, so that all of them may share one database.
 */
public abstract class ConversationStoreContract extends ConversationStoreContractSupport {

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
    public final void appendReturnsWhatStoodThereBefore() {
        ConversationKey key = key();

        assertEquals(List.of(), contents(store.append(key, turn("a", "b"), 10)));
        assertEquals(List.of("a", "b"), contents(store.append(key, turn("c", "d"), 10)));
        assertEquals(List.of("b", "c", "d"), contents(store.append(key, turn("e", "f"), 3)));
        assertEquals(List.of(), contents(store.append(key, turn("g", "h"), 0)));
        assertEquals(List.of("g", "h"), contents(store.recent(key, 2)));
    }

    @Test
    public final void messagesOfOneMillisecondKeepTheirOrderAndSoDoThoseOfAClockSetBack() {
        ConversationKey key = key();
        store.append(key, List.of(at(NOON, "1"), at(NOON, "2"), at(NOON, "3")), 0);
        store.append(key, List.of(at(NOON.minusSeconds(3600), "4")), 0);

        assertEquals(List.of("1", "2", "3", "4"), contents(store.recent(key, 10)));
    }

    @Test
    public final void theSameSessionAtAnotherChatbotIsAnotherConversation() {
        String session = random();
        var here = new ConversationKey(desk, session);
        var there = new ConversationKey(new ChatbotKey(desk.org(), "other"), session);
        store.append(here, List.of(user("mine")), 0);

        assertEquals(List.of(), store.recent(there, 10));
        assertEquals(List.of(), store.append(there, List.of(user("theirs")), 10));
        assertTrue(store.delete(there));
        assertEquals(List.of("mine"), contents(store.recent(here, 10)));
    }

    @Test
    public final void aVisitorOfOneTenantNeverSeesOrTouchesAnothersMessages() {
        String session = random();
        var mine = new ConversationKey(desk, session);
        var foreign = new ConversationKey(new ChatbotKey(desk.org() + "-2", "desk"), session);
        StoredMessage secret = user("secret");
        store.append(mine, List.of(secret), 0);
        store.append(foreign, List.of(user("foreign")), 0);

        assertEquals(List.of("foreign"), contents(store.recent(foreign, 10)));
        assertFalse(
                store.update(foreign, with(secret, "overwritten", MessageState.COMPLETE)),
                "a message was changed through another tenant's key");
        assertEquals(0, store.closeRunning(foreign.chatbot()));
        assertEquals(1, store.deleteBefore(foreign.chatbot(), NOON.plusSeconds(60)));
        assertEquals(List.of("secret"), contents(store.recent(mine, 10)));
    }

    @Test
    public final void aMessageIsOnlyChangedThroughItsOwnConversation() {
        StoredMessage message = user("mine");
        ConversationKey key = key();
        store.append(key, List.of(message), 0);
        store.append(key(), List.of(user("other")), 0);

        assertFalse(store.update(key(), with(message, "changed", MessageState.COMPLETE)));
        assertEquals(List.of("mine"), contents(store.recent(key, 10)));
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
    public final void everyStateAndAllMetadataComeBackAsTheyWent() {
        ConversationKey key = key();
        List<StoredMessage> messages = new ArrayList<>();
        for (MessageState state : MessageState.values()) {
            messages.add(new StoredMessage(random(), Role.ASSISTANT, "text", state, NOON, full()));
        }
        store.append(key, messages, 0);

        assertEquals(
                messages.stream().map(ConversationStoreContractSupport::stored).toList(),
                store.recent(key, 100));
    }

    @Test
    public final void aForgottenConversationIsGoneAndItsSessionBeginsAnew() {
        ConversationKey key = key();
        ConversationKey other = key();
        StoredMessage message = user("to be forgotten " + random());
        store.append(key, List.of(message), 0);
        store.append(other, List.of(user("stays")), 0);

        assertTrue(store.delete(key));
        assertFalse(store.delete(key), "deleted twice");
        assertFalse(store.update(key, message), "a forgotten message was updated");
        assertEquals(List.of(), store.recent(key, 10));
        assertEquals(List.of("stays"), contents(store.recent(other, 10)));
        store.append(key, List.of(message), 0); // its id is free again, so it is really gone
        assertEquals(List.of(message.content()), contents(store.recent(key, 10)));
    }

    @Test
    public final void retentionForgetsExactlyTheConversationsWhoseLastMessageIsOlder() {
        Instant limit = Instant.ofEpochMilli(NOON.toEpochMilli());
        ConversationKey old = key();
        ConversationKey atLimit = key();
        ConversationKey resumed = key();
        var neighbour = new ConversationKey(new ChatbotKey(desk.org(), "other"), random());
        store.append(old, List.of(at(limit.minusMillis(1), "old")), 0);
        store.append(atLimit, List.of(at(limit, "at the limit")), 0);
        store.append(resumed, List.of(at(limit.minusSeconds(9), "long ago")), 0);
        store.append(resumed, List.of(at(limit.plusSeconds(9), "today")), 0);
        store.append(neighbour, List.of(at(limit.minusMillis(1), "neighbour")), 0);

        assertEquals(1, store.deleteBefore(desk, limit));
        assertEquals(List.of(), store.recent(old, 10));
        assertEquals(List.of("at the limit"), contents(store.recent(atLimit, 10)));
        assertEquals(List.of("long ago", "today"), contents(store.recent(resumed, 10)));
        assertEquals(List.of("neighbour"), contents(store.recent(neighbour, 10)));
        assertEquals(0, store.deleteBefore(desk, limit));
    }

    @Test
    public final void retentionForgetsManyConversationsInOneCall() {
        int many = 450;
        together(many, i -> store.append(key(), List.of(user("old " + i)), 0));

        assertEquals(many, store.deleteBefore(desk, NOON.plusSeconds(1)));
    }

    @Test
    public final void answersThatADeadProcessLeftRunningAreClosed() {
        ConversationKey key = key();
        var neighbour = new ConversationKey(new ChatbotKey(desk.org(), "other"), random());
        store.append(key, List.of(user("q"), running(""), running("half a sent"), user("r")), 0);
        store.append(neighbour, List.of(running("theirs")), 0);

        assertEquals(2, store.closeRunning(desk));
        assertEquals(
                List.of(
                        MessageState.COMPLETE,
                        MessageState.FAILED,
                        MessageState.INCOMPLETE,
                        MessageState.COMPLETE),
                states(store.recent(key, 10)));
        assertEquals(List.of(MessageState.RUNNING), states(store.recent(neighbour, 10)));
        assertEquals(0, store.closeRunning(desk));
    }

    @Test
    public final void textOfAnyScriptAndAMegabyteOfItComeBackUnchanged() {
        ConversationKey key = key();
        String megabyte = "Grüße, 世界! ".repeat(1 << 16) + "👩‍🚀";
        List<String> texts =
                List.of(
                        "naïve café Straße",
                        "שלום עולם",
                        "你好",
                        "👍🏽 👩‍👩‍👧‍👦",
                        "tab\tnew\r\nline",
                        megabyte);
        texts.forEach(text -> store.append(key, List.of(user(text)), 0));

        List<String> found = contents(store.recent(key, 10));
        for (int i = 0; i < texts.size(); i++) {
            assertTrue(texts.get(i).equals(found.get(i)), "text " + i + " came back changed");
        }
    }

    @Test
    public final void whatADatabaseCannotHoldIsTakenOutNotRefused() {
        ConversationKey key = key();
        StoredMessage message = user("a\u0000b\ud800c\udc00d👍");
        store.append(key, List.of(message), 0);
        assertEquals(List.of("ab\ufffdc\ufffdd👍"), contents(store.recent(key, 10)));

        StoredMessage updated = with(message, "\u0000x\udfff", MessageState.COMPLETE);
        assertTrue(store.update(key, updated));
        assertEquals(List.of("x\ufffd"), contents(store.recent(key, 10)));
    }

    @Test
    public final void hostileStringsAreData() {
        String attack =
                "'); DELETE FROM messages; -- \" ; DROP TABLE conversations; /* ${x} :y ? %s";
        var key = new ConversationKey(desk, attack);
        ConversationKey bystander = key();
        store.append(bystander, List.of(user("safe")), 0);
        var metadata =
                new StoredMessage.Metadata(
                        List.of(new Source(1, attack, attack, attack, attack, 0.5)),
                        new ContextQuality(
                                ContextQuality.Verdict.WEAK, 0.5, 1, List.of(attack, "\"}]")),
                        Usage.NONE,
                        attack,
                        attack,
                        attack);
        var message =
                new StoredMessage(
                        random(), Role.ASSISTANT, attack, MessageState.COMPLETE, NOON, metadata);
        store.append(key, List.of(message), 0);

        assertEquals(List.of(stored(message)), store.recent(key, 10));
        assertTrue(store.delete(key));
        assertEquals(List.of("safe"), contents(store.recent(bystander, 10)));
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
    public final void theSessionItselfIsNowhereInTheDatabase() {
        ConversationKey key = key();
        String marker = "marker-" + random();
        store.append(key, List.of(user(marker)), 0);

        String everything = everythingStored();
        assertTrue(everything.contains(marker), "the search finds nothing at all");
        byte[] session = key.session().getBytes(StandardCharsets.UTF_8);
        assertFalse(everything.contains(key.session()), "the session is stored");
        assertFalse(
                everything.contains(Base64.getEncoder().withoutPadding().encodeToString(session)),
                "the session is stored in Base64");
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
