package io.zaaky.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.Charge;
import io.zaaky.spi.ContextQuality.Verdict;
import io.zaaky.spi.ConversationArchive.Conversation;
import io.zaaky.spi.ConversationArchive.Filter;
import io.zaaky.spi.ConversationArchive.Page;
import io.zaaky.spi.ConversationKey;
import io.zaaky.spi.ConversationSummary;
import io.zaaky.spi.Cursor;
import io.zaaky.spi.Feedback.Rating;
import io.zaaky.spi.MessageState;
import io.zaaky.spi.Outcome;
import io.zaaky.spi.StoredMessage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Listing and searching conversations. */
abstract class ConversationListTests extends ConversationAnswers {

    final void ask(int minute, String question) {
        answer(
                key(),
                NOON.plusSeconds(60L * minute),
                question,
                MessageState.COMPLETE,
                GOOD,
                Charge.NONE);
    }

    @Test
    public final void conversationsAreListedNewestFirstPageByPage() {
        IntStream.rangeClosed(1, 7).forEach(i -> ask(i, "q" + i));

        assertEquals(List.of("q7", "q6", "q5", "q4", "q3", "q2", "q1"), pagedTitles(Filter.ALL, 3));
        assertEquals(7, listed(Filter.ALL).size());
        Page whole = store.archive().list(desk, Filter.ALL, Optional.empty(), 7);
        assertEquals(Optional.empty(), whole.next(), "a page after the last one");
    }

    @Test
    public final void conversationsOfOneMillisecondAreListedOnceEach() {
        IntStream.range(0, 20).forEach(i -> ask(0, "q" + i));

        List<String> paged = pagedTitles(Filter.ALL, 3);
        assertEquals(20, paged.size());
        assertEquals(20, List.copyOf(Set.copyOf(paged)).size());
    }

    @Test
    public final void aPageStaysWhereItIsThoughConversationsComeAndGo() {
        IntStream.rangeClosed(1, 6).forEach(i -> ask(i, "q" + i));
        Page first = store.archive().list(desk, Filter.ALL, Optional.empty(), 2);
        assertEquals(List.of("q6", "q5"), titles(first.conversations()));

        ask(9, "newer");
        assertTrue(store.archive().delete(desk, first.conversations().getLast().id()));
        Optional<Cursor> after =
                Cursor.parse(first.next().map(Cursor::toString).orElse("no next page"));
        assertEquals(
                List.of("q4", "q3"),
                titles(store.archive().list(desk, Filter.ALL, after, 2).conversations()));
    }

    @Test
    public final void aConversationIsCountedInItsSummary() {
        ConversationKey key = key();
        String question = "Wie spät? " + "ä".repeat(400);
        StoredMessage liked = answer(key, question, MessageState.COMPLETE, GOOD);
        answer(key, "two", MessageState.COMPLETE, WEAK);
        answer(key, "three", MessageState.FAILED, NONE);
        answer(key, "hello", MessageState.COMPLETE, GREETING);
        answer(
                key,
                NOON.plusSeconds(5),
                "five",
                MessageState.INCOMPLETE,
                StoredMessage.Metadata.NONE.contextQuality(),
                Charge.NONE);
        store.append(key, List.of(at(NOON.plusSeconds(9), "six"), running("")), 0);
        assertTrue(store.rate(key, liked.id(), feedback(Rating.UP, "")));

        ConversationSummary found = listed(Filter.ALL).getFirst();
        assertEquals(
                new ConversationSummary(
                        found.id(),
                        Instant.ofEpochMilli(NOON.toEpochMilli()),
                        Instant.ofEpochMilli(NOON.toEpochMilli()), // of the last one, see above
                        6,
                        question.substring(0, 200),
                        Map.of(Verdict.GOOD, 1, Verdict.WEAK, 1, Verdict.NONE, 2),
                        Map.of(Rating.UP, 1),
                        Map.of(Outcome.COMPLETE, 3, Outcome.FAILED, 1, Outcome.LEFT, 1),
                        5 * 107),
                found);
        assertEquals(
                Optional.of(found),
                store.archive().find(desk, found.id()).map(Conversation::summary));
    }

    @Test
    public final void conversationsAreFoundByWhatTheirAnswersAre() {
        StoredMessage disliked = answer(key(), "good", MessageState.COMPLETE, GOOD);
        ConversationKey both = key();
        StoredMessage liked = answer(both, "weak", MessageState.STOPPED, WEAK);
        answer(both, "and none", MessageState.REFUSED, NONE);
        answer(key(), "left", MessageState.INCOMPLETE, GOOD);
        assertTrue(store.rate(both, liked.id(), feedback(Rating.UP, "nice")));

        assertEquals(List.of("weak"), titles(listed(by(Verdict.WEAK))));
        assertEquals(List.of("weak"), titles(listed(by(Verdict.NONE))));
        assertEquals(2, listed(by(Verdict.GOOD)).size());
        assertEquals(List.of("weak"), titles(listed(by(Rating.UP))));
        assertEquals(List.of(), titles(listed(by(Rating.DOWN))));
        assertEquals(List.of("good"), titles(listed(by(Outcome.COMPLETE))));
        assertEquals(List.of("weak"), titles(listed(by(Outcome.STOPPED))));
        assertEquals(List.of("weak"), titles(listed(by(Outcome.REFUSED))));
        assertEquals(List.of("left"), titles(listed(by(Outcome.LEFT))));
        assertEquals(List.of(), titles(listed(by(Outcome.FAILED))));
        assertFalse(disliked.id().isEmpty());

        assertTrue(store.rate(both, liked.id(), Optional.empty()));
        assertEquals(List.of(), titles(listed(by(Rating.UP))), "found by what was taken back");
    }

    private static Filter by(Verdict verdict) {
        return new Filter(
                Optional.empty(),
                Optional.empty(),
                Optional.of(verdict),
                Optional.empty(),
                Optional.empty(),
                "");
    }

    private static Filter by(Rating rating) {
        return new Filter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(rating),
                Optional.empty(),
                "");
    }

    private static Filter by(Outcome outcome) {
        return new Filter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(outcome),
                "");
    }

    static Filter by(String text) {
        return new Filter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                text);
    }

    private static Filter between(Instant from, Instant to) {
        return new Filter(
                Optional.of(from),
                Optional.of(to),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "");
    }

    @Test
    public final void conversationsAreFoundByWhenTheyBegan() {
        Instant begin = Instant.ofEpochMilli(NOON.toEpochMilli());
        IntStream.rangeClosed(1, 5).forEach(i -> ask(i, "q" + i));

        Filter filter = between(begin.plusSeconds(120), begin.plusSeconds(240));
        assertEquals(List.of("q3", "q2"), titles(listed(filter)));
        assertEquals(List.of("q3", "q2"), pagedTitles(filter, 1));
        assertEquals(List.of(), listed(between(begin.plusSeconds(240), begin)));
    }

    @Test
    @Tag("TEN-11")
    public final void aTextIsFoundAsItStandsWhateverItIs() {
        ConversationKey foreign = new ConversationKey(stranger(), random());
        store.append(foreign, List.of(user("100% of ÄPFEL are foreign' OR '1'='1")), 0);
        ask(1, "Are 100% of the Äpfel ripe?");
        ask(2, "Are 1000 pears_ripe?");

        assertEquals(List.of("Are 100% of the Äpfel ripe?"), titles(listed(by("äpfel"))));
        assertEquals(List.of("Are 100% of the Äpfel ripe?"), titles(listed(by("100%"))));
        assertEquals(List.of("Are 1000 pears_ripe?"), titles(listed(by("S_R"))));
        assertEquals(2, listed(by("ANSWER TO ARE")).size(), "answers are searched too");
        assertEquals(2, pagedTitles(by("ripe"), 1).size());
        for (String attack :
                List.of(
                        "%",
                        "_",
                        "' OR '1'='1",
                        "$.x') OR 1=1--",
                        "tenant_id",
                        "org_id",
                        "__proto__",
                        "\\",
                        "foreign",
                        "\u0000")) {
            assertTrue(
                    listed(by(attack)).stream()
                            .allMatch(found -> found.firstQuestion().contains(attack)),
                    attack);
        }
    }
}
