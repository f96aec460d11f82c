package io.zaaky.app.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.zaaky.spi.StoredMessage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryEnhancerTest {
    private static final String TOPIC = "When does the last ferry leave Alder Island on weekdays?";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "And on Sundays?",
                "and on Sundays?",
                "What about children?",
                "How much is it?",
                "Why?",
                "Und sonntags?",
                "Does that include dogs that are on a leash?"
            })
    void aFollowUpIsSearchedWithTheQuestionItContinues(String followUp) {
        QueryEnhancer.Plan plan = QueryEnhancer.plan(followUp, Turns.said(TOPIC, "At 22:10."));
        assertEquals(List.of(TOPIC + " " + followUp, followUp), plan.queries());
        assertEquals(TOPIC + " " + followUp, plan.question());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "How do I get on the waiting list for a season berth?",
                "Where can visitors park for a week in summer?"
            })
    void aQuestionThatStandsForItselfIsSearchedAsItIs(String question) {
        assertEquals(
                List.of(question),
                QueryEnhancer.plan(question, Turns.said(TOPIC, "At 22:10.")).queries());
    }

    @Test
    void withoutHistoryNothingIsContinued() {
        assertEquals(
                List.of("And on Sundays?"),
                QueryEnhancer.plan("And on Sundays?", List.of()).queries());
    }

    @Test
    void aChainOfFollowUpsGoesBackToItsTopic() {
        List<StoredMessage> history =
                Turns.said(TOPIC, "At 22:10.", "And on Sundays?", "At 20:10.");
        assertEquals(
                TOPIC + " And on Sundays? And on holidays?",
                QueryEnhancer.plan("And on holidays?", history).question());
    }

    @Test
    void thanksInBetweenAreNoTopic() {
        List<StoredMessage> history =
                Turns.endingWithSmallTalk(TOPIC, "At 22:10.", "Thank you!", "You are welcome.");
        assertEquals(
                TOPIC + " And on Sundays?",
                QueryEnhancer.plan("And on Sundays?", history).question());
    }
}
