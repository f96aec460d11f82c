package io.zaaky.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Holds what a visitor has seen against what is stored of the conversation. */
final class Reckoning {
    private static final Set<String> BROKEN_OFF = Set.of("failed", "incomplete");

    private final UnaryOperator<String> answers;
    private final List<String> problems = new ArrayList<>();

    /**
     * @param answers the whole answer to a question
     */
    Reckoning(UnaryOperator<String> answers) {
        this.answers = answers;
    }

    /** What was wrong in all conversations so far. */
    List<String> problems() {
        return problems;
    }

    /**
     * Looks at one conversation.
     *
     * @param log all its questions, no two alike, in order
     * @param history its messages
     */
    void check(List<Asked> log, JsonNode history) {
        Map<String, List<JsonNode>> stored = byQuestion(history);
        List<String> known = log.stream().map(Asked::question).filter(stored::containsKey).toList();
        if (!known.equals(List.copyOf(stored.keySet()))) {
            problems.add("stored are " + stored.keySet() + ", of the questions " + known);
        }
        log.forEach(asked -> check(asked, stored.get(asked.question())));
    }

    private Map<String, List<JsonNode>> byQuestion(JsonNode history) {
        Map<String, List<JsonNode>> stored = new LinkedHashMap<>();
        var ids = new HashSet<String>();
        List<JsonNode> answersToLast = new ArrayList<>();
        for (JsonNode message : history) {
            require(ids.add(message.path("id").asText()), "stored twice", message);
            require(!state(message).equals("running"), "still running", message);
            if (message.path("role").asText().equals("user")) {
                answersToLast = new ArrayList<>();
                require(
                        stored.put(content(message), answersToLast) == null,
                        "a question stored twice",
                        message);
            } else {
                require(!stored.isEmpty(), "an answer without a question", message);
                answersToLast.add(message);
            }
        }
        return stored;
    }

    private void check(Asked asked, @Nullable List<JsonNode> stored) {
        String whole = answers.apply(asked.question());
        require(whole.startsWith(asked.told().text()), "another text than the model's", asked);
        if (stored == null) {
            require(!asked.began(), "a question that was taken is lost", asked);
            return;
        }
        require(stored.size() < 2, "two answers to one question: " + stored, asked);
        require(!stored.isEmpty() || !asked.began(), "an answer is lost", asked);
        stored.forEach(answer -> check(asked, whole, answer));
    }

    private void check(Asked asked, String whole, JsonNode answer) {
        String text = asked.told().text();
        String seen = asked + " is stored as " + answer;
        boolean complete = state(answer).equals("complete");
        switch (asked.outcome()) {
            case OK -> {
                JsonNode told = asked.told().complete();
                require(complete && content(answer).equals(text), "not as it was told", seen);
                require(content(told).equals(text), "not the tokens joined", seen);
                require(
                        answer.path("id").equals(told.path("message_id")),
                        "not by the id that was told",
                        seen);
            }
            case FAILED ->
                    require(
                            BROKEN_OFF.contains(state(answer)) && content(answer).equals(text),
                            "not as it was told",
                            seen);
            case UNKNOWN ->
                    require(
                            complete
                                    ? content(answer).equals(whole)
                                    : BROKEN_OFF.contains(state(answer))
                                            && whole.startsWith(content(answer)),
                            "neither whole nor broken off",
                            seen);
        }
    }

    private void require(boolean good, String what, Object seen) {
        if (!good) {
            problems.add(what + ": " + seen);
        }
    }

    private static String state(JsonNode message) {
        return message.path("state").asText();
    }

    private static String content(JsonNode message) {
        return message.path("content").asText();
    }
}
