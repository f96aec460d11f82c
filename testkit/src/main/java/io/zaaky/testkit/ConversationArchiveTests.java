package io.zaaky.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.Charge;
import io.zaaky.spi.ContextQuality.Verdict;
import io.zaaky.spi.ConversationArchive.Conversation;
import io.zaaky.spi.ConversationArchive.Filter;
import io.zaaky.spi.ConversationArchive.Message;
import io.zaaky.spi.ConversationArchive.Page;
import io.zaaky.spi.ConversationArchive.Unanswered;
import io.zaaky.spi.ConversationKey;
import io.zaaky.spi.Cursor;
import io.zaaky.spi.Feedback;
import io.zaaky.spi.Feedback.Rating;
import io.zaaky.spi.MessageState;
import io.zaaky.spi.Outcome;
import io.zaaky.spi.StoredMessage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What administrators see of conversations, individually and all together. */
abstract class ConversationArchiveTests extends ConversationListTests {

    @Test
    public final void aConversationIsShownWithAllThatIsKnownOfItsMessages() {
        ConversationKey key = key();
        StoredMessage question = user("question");
        StoredMessage begun = running("");
        store.append(key, List.of(question, begun), 0);
        var done =
                new StoredMessage(
                        begun.id(), begun.role(), "half an", MessageState.INCOMPLETE, NOON, full());
        store.update(key, done);
        Optional<Feedback> feedback = feedback(Rating.DOWN, "nicht gut \"'; 👎");
        assertTrue(store.rate(key, done.id(), feedback));

        Conversation found =
                store.archive().find(desk, listed(Filter.ALL).getFirst().id()).orElseThrow();
        assertEquals(
                List.of(
                        new Message(stored(question), Optional.empty(), Optional.empty()),
                        new Message(stored(done), Optional.of(Outcome.FAILED), feedback)),
                found.messages());
    }

    @Test
    @Tag("TEN-05")
    public final void theIdOfAConversationAndItsSessionLeadNowhereToEachOther()
            throws NoSuchAlgorithmException {
        ConversationKey key = key();
        store.append(key, List.of(user("mine")), 0);
        String id = listed(Filter.ALL).getFirst().id();
        String hash =
                HexFormat.of()
                        .formatHex(
                                MessageDigest.getInstance("SHA-256")
                                        .digest(key.session().getBytes(StandardCharsets.UTF_8)));

        assertFalse(hash.contains(id) || id.contains(hash) || id.contains(key.session()), id);
        assertEquals(List.of(), store.recent(new ConversationKey(desk, id), 10));
        assertEquals(Optional.empty(), store.archive().find(desk, key.session()));
        assertEquals(Optional.empty(), store.archive().find(desk, hash));
        assertTrue(store.delete(key));
        store.append(key, List.of(user("again")), 0);
        assertNotEquals(id, listed(Filter.ALL).getFirst().id(), "it follows from the session");
    }

    @Test
    public final void aConversationIsForgottenByItsId() {
        ConversationKey key = key();
        StoredMessage answer = answer(key, "to be forgotten", MessageState.COMPLETE, WEAK);
        assertTrue(store.rate(key, answer.id(), feedback(Rating.DOWN, "a comment " + random())));
        answer(key(), "stays", MessageState.COMPLETE, GOOD);
        String id = listed(by("to be forgotten")).getFirst().id();

        assertTrue(store.archive().delete(desk, id));
        assertFalse(store.archive().delete(desk, id), "deleted twice");
        assertEquals(Optional.empty(), store.archive().find(desk, id));
        assertEquals(List.of(), store.recent(key, 10));
        assertEquals(List.of("stays"), titles(listed(Filter.ALL)));
        assertEquals(List.of(), unanswered());
        assertFalse(store.rate(key, answer.id(), Optional.empty()));
    }

    @Test
    public final void allConversationsOfARangeAreExportedOldestFirst() {
        Instant begin = Instant.ofEpochMilli(NOON.toEpochMilli());
        int many = 450;
        for (int i = 0; i < many; i++) {
            store.append(key(), List.of(at(begin.plusSeconds(i), "q" + i), running("")), 0);
        }
        ConversationKey long1 = key();
        for (int i = 0; i < 40; i++) {
            store.append(long1, turns(20, begin.plusSeconds(many)), 0);
        }

        List<Conversation> all = exported(desk, Instant.MIN, Instant.MAX);
        assertEquals(many + 1, all.size());
        for (int i = 0; i < many; i++) {
            assertEquals("q" + i, all.get(i).summary().firstQuestion());
            assertEquals(2, all.get(i).messages().size());
        }
        assertEquals(800, all.getLast().messages().size());
        assertEquals(
                List.of("q7", "q8"),
                exported(desk, begin.plusSeconds(7), begin.plusSeconds(9)).stream()
                        .map(found -> found.summary().firstQuestion())
                        .toList());
    }

    private static List<StoredMessage> turns(int messages, Instant time) {
        return IntStream.range(0, messages).mapToObj(i -> at(time, "long " + i)).toList();
    }

    @Test
    public final void whatTheReaderOfAnExportThrowsEndsIt() {
        ask(1, "q1");
        ask(2, "q2");

        var seen = new ArrayList<Conversation>();
        assertThrows(
                IllegalStateException.class,
                () ->
                        store.archive()
                                .export(
                                        desk,
                                        Instant.MIN,
                                        Instant.MAX,
                                        each -> {
                                            seen.add(each);
                                            throw new IllegalStateException("gone");
                                        }));
        assertEquals(1, seen.size());
        assertEquals(2, listed(Filter.ALL).size(), "the store works on");
    }

    @Test
    public final void questionsThatWereNotAnsweredWellAreHandedOut() {
        ConversationKey key = key();
        answer(key, "good", MessageState.COMPLETE, GOOD);
        StoredMessage weak = answer(key, "weak", MessageState.COMPLETE, WEAK);
        answer(key, "hello", MessageState.COMPLETE, GREETING);
        answer(
                key,
                "not looked up",
                MessageState.FAILED,
                StoredMessage.Metadata.NONE.contextQuality());
        StoredMessage bad = answer(key, "rated down", MessageState.COMPLETE, GOOD);
        StoredMessage none =
                answer(key, NOON.plusSeconds(60), "none", MessageState.REFUSED, NONE, Charge.NONE);
        assertTrue(store.rate(key, bad.id(), feedback(Rating.DOWN, "")));

        String id = listed(Filter.ALL).getFirst().id();
        Instant noon = Instant.ofEpochMilli(NOON.toEpochMilli());
        List<Unanswered> found = unanswered();
        assertEquals(
                new Unanswered(id, none.id(), "none", noon.plusSeconds(60), Verdict.NONE, false),
                found.getFirst());
        assertEquals(
                Set.of(
                        new Unanswered(id, weak.id(), "weak", noon, Verdict.WEAK, false),
                        new Unanswered(id, bad.id(), "rated down", noon, Verdict.GOOD, true)),
                Set.copyOf(found.subList(1, found.size())));
        List<Unanswered> later = new ArrayList<>();
        store.archive().unanswered(desk, noon.plusSeconds(1), Instant.MAX, later::add);
        assertEquals(List.of(found.getFirst()), later);
        store.archive().unanswered(desk, Instant.MIN, noon, later::add);
        assertEquals(1, later.size(), "the end of a range does not count");
    }

    @Test
    public final void manyQuestionsThatWereNotAnsweredWellAreHandedOutOnceEach() {
        ConversationKey key = key();
        List<StoredMessage> messages = new ArrayList<>();
        for (int i = 0; i < 450; i++) {
            messages.add(user("q" + i));
            messages.add(ended(running(""), "a", MessageState.COMPLETE, NONE));
        }
        store.append(key, messages, 0);

        List<Unanswered> found = unanswered();
        assertEquals(450, found.size());
        assertEquals(450, found.stream().map(Unanswered::question).distinct().count());
    }

    private List<Unanswered> unanswered() {
        List<Unanswered> found = new ArrayList<>();
        store.archive().unanswered(desk, Instant.MIN, Instant.MAX, found::add);
        return found;
    }

    @Test
    @Tag("TEN-14")
    public final void whatIsAnothersIsNotThere() {
        ConversationKey key = key();
        answer(key, "mine", MessageState.COMPLETE, WEAK);
        String id = listed(Filter.ALL).getFirst().id();

        for (var foreign : List.of(neighbour(), stranger())) {
            assertEquals(Optional.empty(), store.archive().find(foreign, id));
            assertFalse(store.archive().delete(foreign, id));
            assertEquals(
                    new Page(List.of(), Optional.empty()),
                    store.archive()
                            .list(
                                    foreign,
                                    Filter.ALL,
                                    Optional.of(new Cursor(Instant.ofEpochMilli(1L << 42), id)),
                                    MANY));
            assertEquals(List.of(), exported(foreign, Instant.MIN, Instant.MAX));
            List<Unanswered> questions = new ArrayList<>();
            store.archive().unanswered(foreign, Instant.MIN, Instant.MAX, questions::add);
            assertEquals(List.of(), questions);
        }
        assertTrue(store.archive().find(desk, id).isPresent());
    }
}
