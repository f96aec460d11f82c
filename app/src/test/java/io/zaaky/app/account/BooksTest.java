package io.zaaky.app.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BooksTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final LocalDate DAY = LocalDate.parse("2026-11-30");
    private static final String GOOD = answer("a1", "complete", "", "openai", "gpt", 10, 5, false);
    private static final String GOOD_CALL =
            call("a1", "complete", "answer", "openai", "gpt", 10, 5);

    private final Books books = new Books(DAY, DAY);

    @Test
    void whatAgreesIsNoHole() {
        conversation(GOOD);
        row(GOOD_CALL);
        assertEquals(List.of(), holes());
        assertEquals(List.of(), books.compareDays(usage(1, 10, 5)));
    }

    @Test
    void anAnswerOfAModelWithoutACallIsAHole() {
        conversation(GOOD);
        assertHole(
                "conversation c1, answer a1: it was made by openai gpt, but the ledger has no"
                        + " call");
    }

    @Test
    void anAnswerWithoutAModelNeedsNoCall() {
        conversation(answer("a1", "refused", "", "", "", 0, 0, false));
        assertEquals(List.of(), holes());
        assertEquals(1, books.findings().silent());
    }

    @Test
    void aCallThatCountsOtherwiseIsAHole() {
        conversation(GOOD);
        row(call("a1", "complete", "answer", "openai", "gpt", 10, 6));
        assertHole("it has used 10 + 5 tokens, but the ledger says 10 + 6");
    }

    @Test
    void aCallThatEndedOtherwiseIsAHole() {
        conversation(GOOD);
        row(call("a1", "length", "answer", "openai", "gpt", 10, 5));
        assertHole("its outcome is complete, but that of its last call in the ledger length");
    }

    @Test
    void aStateThatMeansAnotherOutcomeIsAHole() {
        conversation(GOOD.replace("\"outcome\":\"complete\"", "\"outcome\":\"failed\""));
        row(call("a1", "failed", "answer", "openai", "gpt", 10, 5));
        assertHole("its outcome is failed, but its state complete means complete");
    }

    @Test
    void aCallOfAnotherModelIsAHole() {
        conversation(GOOD);
        row(call("a1", "complete", "answer", "ollama", "llama", 10, 5));
        assertHole("it was made by openai gpt, but its last call in the ledger is of ollama llama");
    }

    @Test
    void aCallThatStandsTwiceIsAHole() {
        conversation(GOOD);
        row(GOOD_CALL);
        row(GOOD_CALL);
        assertHole("the ledger has the same call twice");
    }

    @Test
    void twoCallsThatBothEndedTheAnswerAreAHole() {
        conversation(GOOD);
        row(GOOD_CALL.replace("T08:00:01Z", "T08:00:00Z"));
        row(GOOD_CALL);
        assertHole("the ledger has 2 calls that ended it");
    }

    @Test
    void fallbacksAndRewritingsAreSeveralCallsOfOneAnswer() {
        conversation(GOOD);
        row(call("a1", "complete", "rewrite", "openai", "gpt", 3, 1));
        row(
                call("a1", "failed", "answer", "ollama", "llama", 10, 0)
                        .replace("T08:00:01Z", "T08:00:00Z"));
        row(GOOD_CALL);
        assertEquals(List.of(), holes());
        assertEquals(List.of(), books.compareDays(usage(1, 23, 6)));
    }

    @Test
    void answersThatFailedWereLeftOrStoppedNameNoModelAndHaveCallsAllTheSame() {
        conversation(
                answer("a1", "failed", "provider_timeout", "", "", 0, 0, false),
                answer("a2", "incomplete", "", "", "", 0, 0, false)
                        .replace("\"outcome\":\"failed\"", "\"outcome\":\"left\""),
                answer("a3", "stopped", "", "openai", "gpt", 9, 2, true));
        row(call("a1", "failed", "answer", "openai", "gpt", 10, 0));
        row(call("a2", "left", "answer", "openai", "gpt", 10, 1));
        row(call("a3", "stopped", "answer", "openai", "gpt", 9, 2).replace("false", "true"));
        assertEquals(List.of(), holes());
    }

    @Test
    void aQuestionWithoutItsAnswerIsAHole() {
        take(
                "{\"id\":\"c1\",\"messages\":["
                        + question("q1")
                        + ","
                        + question("q2")
                        + ","
                        + GOOD
                        + "]}");
        row(GOOD_CALL);
        assertHole("conversation c1, question q1: its answer is not on record");
    }

    @Test
    void callsOfConversationsThatAreForgottenAreOnlyCounted() {
        row(GOOD_CALL);
        assertEquals(List.of(), holes());
        assertEquals(1, books.findings().forgotten());
    }

    @Test
    void anAnswerUnderWayIsOnlyCounted() {
        conversation(
                "{\"id\":\"a1\",\"role\":\"assistant\",\"state\":\"running\",\"created_at\":\"2026-11-30T08:00:00Z\"}");
        assertEquals(List.of(), holes());
        assertEquals(1, books.findings().running());
    }

    @Test
    void daysThatAddUpToSomethingElseAreHoles() {
        row(GOOD_CALL);
        List<Hole> found = books.compareDays(usage(2, 20, 10));
        assertEquals(1, found.size(), found::toString);
        assertTrue(
                found.getFirst().toString().startsWith("day 2026-11-30: the usage says 2 answers"),
                found::toString);
    }

    @Test
    void theMetricsMayCountMoreThanIsOnRecordAndNeverLess() {
        conversation(GOOD);
        row(GOOD_CALL);
        Map<String, Long> recorded = books.outcomesSince(Instant.parse("2026-11-30T00:00:00Z"));
        assertEquals(Map.of("complete", 1L), recorded);
        assertEquals(List.of(), MetricsCheck.compare(Map.of("complete", 2L), recorded));
        assertEquals(1, MetricsCheck.gone(Map.of("complete", 2L), recorded));
        List<Hole> found = MetricsCheck.compare(Map.of("complete", 0L), recorded);
        assertEquals(1, found.size(), found::toString);
    }

    @Test
    void aPageOfMetricsTellsAnswersByChatbotAndSinceWhenTheyAreCounted() {
        var page =
                new MetricsPage(
                        """
                        # TYPE process_start_time_seconds gauge
                        process_start_time_seconds{scope="application",} 1.7960256125E9
                        zaaky_answers_total{chatbot="bot",org="acme",outcome="complete",scope="application",} 3.0
                        zaaky_answers_total{chatbot="bot",org="other",outcome="complete",scope="application",} 9.0
                        zaaky_answers_total{chatbot="bot",org="acme",outcome="left",scope="application",} 0.0
                        """);
        assertEquals(Instant.parse("2026-11-30T08:00:12.500Z"), page.start().orElseThrow());
        assertEquals(Map.of("complete", 3L, "left", 0L), page.answers("acme", "bot"));
    }

    private List<Hole> holes() {
        return books.findings().holes();
    }

    private void assertHole(String text) {
        List<Hole> found = holes();
        assertEquals(1, found.size(), found::toString);
        assertTrue(found.getFirst().toString().contains(text), found::toString);
    }

    private void conversation(String... answers) {
        var messages = new StringBuilder();
        for (String answer : answers) {
            messages.append(messages.isEmpty() ? "" : ",")
                    .append(question("q"))
                    .append(',')
                    .append(answer);
        }
        take("{\"id\":\"c1\",\"messages\":[" + messages + "]}");
    }

    private void take(String conversation) {
        books.conversation(json(conversation));
    }

    private void row(String call) {
        books.row(json(call));
    }

    private static String question(String id) {
        return "{\"id\":\""
                + id
                + "\",\"role\":\"user\",\"state\":\"complete\",\"created_at\":\"2026-11-30T08:00:00Z\"}";
    }

    private static String answer(
            String id,
            String state,
            String error,
            String provider,
            String model,
            int prompt,
            int completion,
            boolean estimated) {
        String outcome = state.equals("incomplete") ? "failed" : state;
        return """
        {"id":"%s","role":"assistant","state":"%s","created_at":"2026-11-30T08:00:00Z","outcome":"%s",
        "error_code":"%s","provider":"%s","model":"%s",
        "usage":{"prompt_tokens":%d,"completion_tokens":%d,"estimated":%b}}
        """
                .formatted(
                        id, state, outcome, error, provider, model, prompt, completion, estimated);
    }

    private static String call(
            String id,
            String outcome,
            String kind,
            String provider,
            String model,
            int prompt,
            int completion) {
        return """
        {"message_id":"%s","at":"2026-11-30T08:00:01Z","provider":"%s","model":"%s","prompt_tokens":%d,
        "completion_tokens":%d,"estimated":false,"outcome":"%s","kind":"%s"}
        """
                .formatted(id, provider, model, prompt, completion, outcome, kind);
    }

    private static JsonNode usage(int answers, int prompt, int completion) {
        return json(
                "{\"days\":[{\"day\":\"2026-11-30\",\"answers\":%d,\"prompt_tokens\":%d,\"completion_tokens\":%d}]}"
                        .formatted(answers, prompt, completion));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
