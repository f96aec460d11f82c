package io.zaaky.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.ConversationKey;
import io.zaaky.spi.MessageState;
import io.zaaky.spi.StoredMessage;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A call affects only what it names: tenants, sessions, deletions. */
abstract class ConversationTenancyTests extends ConversationTextTests {

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
        assertEquals(List.of(), store.upTo(foreign.chatbot(), secret.id(), 2));
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
        store.append(key, List.of(message), 0); // its id is free again, so it was really deleted
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
    @Tag("RES-14")
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
}
