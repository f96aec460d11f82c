package io.zaaky.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReckoningTest {
    private static final String TOKEN = "{\"type\":\"token\",\"content\":\"Yes\"}";
    private static final String COMPLETE =
            "{\"type\":\"complete\",\"content\":\"Yes\",\"message_id\":\"a1\"}";
    private static final String ERROR = "{\"type\":\"error\"}";

    @Test
    void whatIsStoredAsItWasToldIsNoProblem() {
        assertFound("", asked(TOKEN, COMPLETE), user("q1", "1"), answer("a1", "complete", "Yes"));
        assertFound("", asked(TOKEN, ERROR), user("q1", "1"), answer("a1", "incomplete", "Yes"));
        assertFound("", asked(TOKEN), user("q1", "1"), answer("a1", "failed", ""));
        assertFound("", asked(TOKEN), user("q1", "1"), answer("a1", "complete", "Yes"));
        assertFound("", asked());
        assertFound("", asked(), user("q1", "1"), answer("a1", "failed", ""));
    }

    @Test
    void whatIsLostIsFound() {
        assertFound("a question that was taken is lost", asked(TOKEN));
        assertFound("an answer is lost", asked(TOKEN), user("q1", "1"));
    }

    @Test
    void whatIsThereTwiceIsFound() {
        String question = user("q1", "1");
        String answer = answer("a1", "complete", "Yes");
        assertFound("stored twice", asked(TOKEN, COMPLETE), question, answer, question);
        assertFound("two answers", asked(TOKEN), question, answer, answer("a2", "failed", ""));
        assertFound("a question stored twice", asked(TOKEN), question, answer, user("q2", "1"));
    }

    @Test
    void anotherTextOrStateIsFound() {
        String question = user("q1", "1");
        Asked whole = asked(TOKEN, COMPLETE);
        assertFound("not as it was told", whole, question, answer("a1", "failed", ""));
        assertFound("not as it was told", whole, question, answer("a1", "complete", "No"));
        assertFound("not by the id", whole, question, answer("a2", "complete", "Yes"));
        assertFound(
                "not as it was told",
                asked(TOKEN, ERROR),
                question,
                answer("a1", "complete", "Yes"));
        assertFound("neither whole", asked(TOKEN), question, answer("a1", "complete", "Y"));
        assertFound("still running", asked(TOKEN), question, answer("a1", "running", ""));
    }

    @Test
    void whatNobodyAskedIsFound() {
        assertFound("stored are [2]", asked(), user("q1", "2"));
        assertFound("an answer without a question", asked(), answer("a1", "failed", ""));
    }

    /**
     * @param problem how one of the problems begins; empty if there is none
     */
    private static void assertFound(String problem, Asked asked, String... messages) {
        var reckoning = new Reckoning(_ -> "Yes");
        reckoning.check(List.of(asked), Visitor.json("[" + String.join(",", messages) + "]"));
        List<String> problems = reckoning.problems();
        assertEquals(
                !problem.isEmpty(),
                problems.stream().anyMatch(one -> one.startsWith(problem)),
                problems::toString);
    }

    private static Asked asked(String... events) {
        List<JsonNode> seen = Arrays.stream(events).map(Visitor::json).toList();
        return new Asked("1", new Told(seen));
    }

    private static String user(String id, String text) {
        return message(id, "user", "complete", text);
    }

    private static String answer(String id, String state, String text) {
        return message(id, "assistant", state, text);
    }

    private static String message(String id, String role, String state, String text) {
        return "{\"id\":\"%s\",\"role\":\"%s\",\"state\":\"%s\",\"content\":\"%s\"}"
                .formatted(id, role, state, text);
    }
}
