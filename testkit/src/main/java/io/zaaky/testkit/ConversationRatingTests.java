package io.zaaky.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.ConversationArchive.Message;
import io.zaaky.spi.ConversationKey;
import io.zaaky.spi.Feedback;
import io.zaaky.spi.Feedback.Rating;
import io.zaaky.spi.MessageState;
import io.zaaky.spi.StoredMessage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Visitors' ratings of answers, and the ownership of conversations. */
abstract class ConversationRatingTests extends ConversationArchiveTests {

    @Test
    public final void theLastRatingOfAnAnswerCounts() {
        ConversationKey key = key();
        StoredMessage answer = answer(key, "q", MessageState.COMPLETE, GOOD);
        assertTrue(store.rate(key, answer.id(), feedback(Rating.DOWN, "bad")));
        assertTrue(store.rate(key, answer.id(), feedback(Rating.UP, "better")));
        assertEquals(feedback(Rating.UP, "better"), rated(answer));

        assertTrue(store.update(key, ended(answer, "late", MessageState.COMPLETE, GOOD)));
        assertEquals(feedback(Rating.UP, "better"), rated(answer), "lost by a late save");
        assertTrue(store.rate(key, answer.id(), Optional.empty()));
        assertEquals(Optional.empty(), rated(answer));
    }

    private Optional<Feedback> rated(StoredMessage answer) {
        return exported(desk, Instant.MIN, Instant.MAX).stream()
                .flatMap(conversation -> conversation.messages().stream())
                .filter(message -> message.message().id().equals(answer.id()))
                .findFirst()
                .flatMap(Message::feedback);
    }

    @Test
    public final void onlyAnAnswerOfOnesOwnConversationIsRated() {
        ConversationKey key = key();
        StoredMessage question = user("q");
        store.append(key, List.of(question), 0);
        StoredMessage answer = answer(key, "r", MessageState.COMPLETE, GOOD);
        store.append(key(), List.of(user("other")), 0);
        Optional<Feedback> up = feedback(Rating.UP, "");

        assertFalse(store.rate(key, question.id(), up), "a question was rated");
        assertFalse(store.rate(key, "no-such-message", up));
        assertFalse(store.rate(key(), answer.id(), up), "rated by another session");
        assertFalse(store.rate(new ConversationKey(neighbour(), key.session()), answer.id(), up));
        assertFalse(store.rate(new ConversationKey(stranger(), key.session()), answer.id(), up));
        assertEquals(Optional.empty(), rated(answer));
    }

    @Test
    @Tag("TEN-05")
    public final void noSessionReachesTheConversationOfASignedVisitor() {
        String subject = "customer-4711-customer-4711";
        ConversationKey visitor = ConversationKey.ofVisitor(desk, subject);
        store.append(visitor, List.of(user("secret")), 0);

        for (String session : List.of(subject, "visitor" + subject, "visitor:" + subject)) {
            assertEquals(List.of(), store.recent(new ConversationKey(desk, session), 10), session);
        }
        assertEquals(List.of("secret"), contents(store.recent(visitor, 10)));
        assertEquals(List.of(), store.recent(ConversationKey.ofVisitor(neighbour(), subject), 10));
        store.append(new ConversationKey(desk, subject), List.of(user("of the session")), 0);
        assertEquals(List.of("secret"), contents(store.recent(visitor, 10)));
        assertTrue(store.delete(visitor));
    }
}
