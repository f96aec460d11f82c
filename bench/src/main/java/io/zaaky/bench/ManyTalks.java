package io.zaaky.bench;

import io.zaaky.spi.Charge;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.ContextQuality;
import io.zaaky.spi.ContextQuality.Verdict;
import io.zaaky.spi.ConversationArchive.Filter;
import io.zaaky.spi.ConversationKey;
import io.zaaky.spi.ConversationStore;
import io.zaaky.spi.Feedback;
import io.zaaky.spi.MessageState;
import io.zaaky.spi.ModelCall;
import io.zaaky.spi.Outcome;
import io.zaaky.spi.Role;
import io.zaaky.spi.Source;
import io.zaaky.spi.StoredMessage;
import io.zaaky.spi.StoredMessage.Metadata;
import io.zaaky.spi.Timing;
import io.zaaky.spi.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Very many conversations of one chatbot, of two questions each, a minute apart. */
final class ManyTalks {
    /** A word in one of a thousand conversations. */
    static final String RARE = "albatross";

    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
    private static final int AT_ONCE = 64;
    private static final int TOLD = 10_000;
    private static final String ANSWER =
            "The ferry leaves the outer harbour at nine in the morning and at four in the afternoon"
                + " [1]. In strong wind it is cancelled, which the board at the pier tells an hour"
                + " before [2]. A ticket costs twelve euros, and children pay half.";

    private final ConversationStore store;
    private final ChatbotKey chatbot;
    private final int count;

    ManyTalks(ConversationStore store, ChatbotKey chatbot, int count) {
        this.store = store;
        this.chatbot = chatbot;
        this.count = count;
    }

    static Instant at(int number) {
        return FIRST.plus(Duration.ofMinutes(number));
    }

    /** Creates the conversations unless they exist; the newest one is created last. */
    String fill() {
        var newest = store.archive().list(chatbot, Filter.ALL, Optional.empty(), 1).conversations();
        if (!newest.isEmpty() && !newest.getFirst().startedAt().isBefore(at(count - 1))) {
            return count + " conversations were there already.";
        }
        long start = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int from = 0; from < count; from += AT_ONCE) {
                some(threads, from, Math.min(count, from + AT_ONCE));
            }
        }
        return "%d conversations were made in %s s."
                .formatted(count, Table.decimal((System.nanoTime() - start) / 1e9, 1));
    }

    private void some(ExecutorService threads, int from, int to) {
        List<Future<?>> made = new ArrayList<>();
        for (int i = from; i < to; i++) {
            int number = i;
            made.add(threads.submit(() -> one(number)));
        }
        try {
            for (Future<?> each : made) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (to % TOLD < AT_ONCE) {
            System.err.println("made " + to + " conversations of " + count);
        }
    }

    private void one(int number) {
        var key = new ConversationKey(chatbot, "a-session-of-the-bench-%08d".formatted(number));
        String rare = number % 1000 == 7 ? " for an " + RARE : "";
        turn(key, number, 0, "When does the ferry leave on day " + number + rare + "?");
        String answer = turn(key, number, 1, "And what does the ticket cost?");
        if (number % 1000 == 3) {
            var down = new Feedback(Feedback.Rating.DOWN, "Too short", at(number));
            store.rate(key, answer, Optional.of(down));
        }
    }

    private String turn(ConversationKey key, int number, int turn, String question) {
        Instant at = at(number).plusSeconds(turn);
        String id = "bench-%08d-%d".formatted(number, turn);
        var asked =
                new StoredMessage(
                        id + "-q", Role.USER, question, MessageState.COMPLETE, at, Metadata.NONE);
        var begun =
                new StoredMessage(id, Role.ASSISTANT, "", MessageState.RUNNING, at, Metadata.NONE);
        store.append(key, List.of(asked, begun), 10);
        boolean failed = number % 500 == 1 && turn == 1;
        MessageState state = failed ? MessageState.FAILED : MessageState.COMPLETE;
        Verdict verdict = number % 100 == 2 ? Verdict.NONE : Verdict.GOOD;
        var ended =
                new StoredMessage(id, Role.ASSISTANT, ANSWER, state, at, metadata(verdict, failed));
        store.update(key, ended, charge(at, failed));
        return id;
    }

    private static Metadata metadata(Verdict verdict, boolean failed) {
        return new Metadata(
                List.of(source(1), source(2)),
                new ContextQuality(verdict, 0.8, 2, List.of("Two documents say so.")),
                new Usage(400, 60, false),
                "openai",
                "bench",
                failed ? "provider_timeout" : "",
                Optional.empty(),
                new Timing(
                        Optional.of(Duration.ofMillis(12)),
                        Optional.of(Duration.ofMillis(300)),
                        Optional.of(Duration.ofSeconds(2))));
    }

    private static Source source(int number) {
        return new Source(
                number,
                "visitors/ferry-timetable.md",
                "Ferry timetable",
                "",
                "The ferry leaves the outer harbour at nine in the morning.",
                0.8,
                true);
    }

    private static Charge charge(Instant at, boolean failed) {
        var call =
                new ModelCall(
                        at,
                        "openai",
                        "bench",
                        new Usage(400, 60, false),
                        failed ? Outcome.FAILED : Outcome.COMPLETE,
                        ModelCall.Kind.ANSWER,
                        Optional.empty());
        return new Charge(List.of(call), List.of());
    }
}
