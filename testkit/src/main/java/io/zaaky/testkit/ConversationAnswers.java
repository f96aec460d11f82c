package io.zaaky.testkit;

import io.zaaky.spi.Charge;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.ContextQuality;
import io.zaaky.spi.ContextQuality.Verdict;
import io.zaaky.spi.ConversationArchive.Conversation;
import io.zaaky.spi.ConversationArchive.Filter;
import io.zaaky.spi.ConversationArchive.Page;
import io.zaaky.spi.ConversationKey;
import io.zaaky.spi.ConversationSummary;
import io.zaaky.spi.Cursor;
import io.zaaky.spi.Feedback;
import io.zaaky.spi.MessageState;
import io.zaaky.spi.ModelCall;
import io.zaaky.spi.Outcome;
import io.zaaky.spi.Reservation;
import io.zaaky.spi.Role;
import io.zaaky.spi.Signals;
import io.zaaky.spi.StoredMessage;
import io.zaaky.spi.Timing;
import io.zaaky.spi.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Helpers for finished answers and what administrators see of them. */
abstract class ConversationAnswers extends ConversationTenancyTests {

    /** A page limit that no test reaches. */
    static final int MANY = 1000;

    static final ContextQuality GOOD = quality(Verdict.GOOD, "");
    static final ContextQuality WEAK = quality(Verdict.WEAK, "");
    static final ContextQuality NONE = quality(Verdict.NONE, "");
    static final ContextQuality GREETING = quality(Verdict.NONE, "greeting");

    private static ContextQuality quality(Verdict verdict, String smallTalk) {
        return new ContextQuality(verdict, 0.5, 1, List.of("a reason"), Signals.NONE, smallTalk);
    }

    /** Asks and answers like the server: stores a running answer first, then its end. */
    final StoredMessage answer(
            ConversationKey key, String question, MessageState state, ContextQuality quality) {
        return answer(key, NOON, question, state, quality, Charge.NONE);
    }

    final StoredMessage answer(
            ConversationKey key,
            Instant time,
            String question,
            MessageState state,
            ContextQuality quality,
            Charge charge) {
        StoredMessage begun =
                new StoredMessage(
                        random(),
                        Role.ASSISTANT,
                        "",
                        MessageState.RUNNING,
                        time,
                        StoredMessage.Metadata.NONE);
        store.append(key, List.of(at(time, question), begun), 0);
        StoredMessage ended = ended(begun, "answer to " + question, state, quality);
        store.update(key, ended, charge);
        return ended;
    }

    /**
     * An answer that ended. Only failed answers have an error code; answers of visitors who left
     * have none.
     */
    static StoredMessage ended(
            StoredMessage begun, String content, MessageState state, ContextQuality quality) {
        return new StoredMessage(
                begun.id(),
                Role.ASSISTANT,
                content,
                state,
                begun.createdAt(),
                new StoredMessage.Metadata(
                        List.of(),
                        quality,
                        new Usage(100, 7, false),
                        "openai",
                        "small",
                        state == MessageState.FAILED ? "provider_timeout" : "",
                        Optional.empty(),
                        new Timing(
                                Optional.of(Duration.ofMillis(3)),
                                Optional.empty(),
                                Optional.of(Duration.ofMillis(99)))));
    }

    static ModelCall call(Instant at, int prompt, int completion, Outcome outcome) {
        return new ModelCall(
                at,
                "openai",
                "small",
                new Usage(prompt, completion, false),
                outcome,
                ModelCall.Kind.ANSWER,
                Optional.empty());
    }

    static ModelCall call(Reservation reservation, int prompt, int completion) {
        return new ModelCall(
                reservation.at(),
                "openai",
                "small",
                new Usage(prompt, completion, false),
                Outcome.COMPLETE,
                ModelCall.Kind.ANSWER,
                Optional.of(reservation));
    }

    static Charge charge(ModelCall... calls) {
        return new Charge(List.of(calls), List.of());
    }

    static Optional<Feedback> feedback(Feedback.Rating rating, String comment) {
        return Optional.of(
                new Feedback(rating, comment, Instant.ofEpochMilli(NOON.toEpochMilli())));
    }

    /** Another chatbot of the same organisation. */
    final ChatbotKey neighbour() {
        return new ChatbotKey(desk.org(), "other");
    }

    /** A chatbot with the same name in another organisation. */
    final ChatbotKey stranger() {
        return new ChatbotKey(desk.org() + "-2", desk.chatbot());
    }

    final List<ConversationSummary> listed(Filter filter) {
        return store.archive().list(desk, filter, Optional.empty(), MANY).conversations();
    }

    static List<String> titles(List<ConversationSummary> conversations) {
        return conversations.stream().map(ConversationSummary::firstQuestion).toList();
    }

    /** The titles on all pages, with at most {@code limit} conversations per page. */
    final List<String> pagedTitles(Filter filter, int limit) {
        List<String> titles = new ArrayList<>();
        Optional<Cursor> after = Optional.empty();
        do {
            Page page = store.archive().list(desk, filter, after, limit);
            titles.addAll(titles(page.conversations()));
            after = page.next();
        } while (after.isPresent());
        return titles;
    }

    final List<Conversation> exported(ChatbotKey chatbot, Instant from, Instant to) {
        List<Conversation> all = new ArrayList<>();
        store.archive().export(chatbot, from, to, all::add);
        return all;
    }
}
