package io.zaaky.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.testkit.StubCall;
import io.zaaky.testkit.StubScript;
import io.zaaky.testkit.StubUpstream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A visitor who asks one question after the other in one conversation, no two alike, and keeps a
 * log of what he sees. Belongs to one thread at a time.
 */
final class Regular implements AutoCloseable {
    private static final Pattern QUESTION = Pattern.compile("What about item \\d+ of list \\d+\\?");
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final int number;
    private final Visitor visitor;
    private final List<Asked> log = new ArrayList<>();

    Regular(String chatbot, int number) {
        this.number = number;
        visitor = new Visitor(chatbot, "the-session-of-regular-%02d".formatted(number));
    }

    /** A model that takes its time for the answer to the last question. */
    static StubScript model() {
        return StubUpstream.openAi().tokens(PAUSE, Regular::pieces).finish("stop").usage(9, 6);
    }

    private static List<String> pieces(StubCall call) {
        String question =
                QUESTION.matcher(call.body())
                        .results()
                        .map(MatchResult::group)
                        .reduce((_, last) -> last)
                        .orElseThrow();
        return List.of(answer(question).split("(?<= )"));
    }

    /** What the model says to a question. */
    static String answer(String question) {
        return "You ask: \"" + question + "\" It is there.";
    }

    List<Asked> log() {
        return log;
    }

    /** Asks until a connection breaks. */
    void askUntilItBreaks(ZaakyProcess zaaky, Runnable onEvent) {
        while (ask(zaaky, onEvent).outcome() != Asked.Outcome.UNKNOWN) {}
    }

    /**
     * Asks once.
     *
     * @param onEvent called with each event as it arrives
     */
    Asked ask(ZaakyProcess zaaky, Runnable onEvent) {
        String question = "What about item " + (log.size() + 1) + " of list " + number + "?";
        List<JsonNode> events = new ArrayList<>();
        var asked = new Asked(question, new Told(events));
        log.add(asked);
        try {
            Told told =
                    visitor.ask(
                            zaaky,
                            question,
                            event -> {
                                events.add(event);
                                onEvent.run();
                            });
            told.ending();
        } catch (UncheckedIOException e) {
            // it broke; what has arrived counts
        }
        return asked;
    }

    JsonNode history(ZaakyProcess zaaky) {
        return visitor.history(zaaky);
    }

    @Override
    public void close() {
        visitor.close();
    }
}
