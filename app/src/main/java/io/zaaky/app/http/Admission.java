package io.zaaky.app.http;

import io.zaaky.app.chat.Allowance;
import io.zaaky.app.chat.Chatbot;
import io.zaaky.app.chat.Ending;
import io.zaaky.app.chat.ErrorCode;
import io.zaaky.app.chat.Question;
import io.zaaky.app.chat.RunningAnswer;
import io.zaaky.app.chat.RunningAnswers.Start;
import io.zaaky.app.chat.Transcript.Recorded;
import io.zaaky.app.config.ChatbotSettings;
import io.zaaky.app.config.LimitSettings;
import io.zaaky.app.http.MessageLimits.Asker;
import io.zaaky.app.http.MessageLimits.Rates;
import io.zaaky.spi.ConversationKey;
import io.zaaky.spi.PluginException;
import java.time.Duration;
import java.util.Optional;

/** Decides whether a question is accepted. Every refusal happens here, before any stream opens. */
final class Admission {
    private static final String CONCURRENT_ANSWERS = "concurrent_answers";
    private static final String PARALLEL_ANSWERS = "parallel_answers";
    private static final String WAITING_QUESTIONS = "waiting_questions";
    private static final String BUDGET = "budget";
    private static final Duration SOON = Duration.ofSeconds(2);

    private final Exchange exchange;
    private final HttpServices services;

    Admission(Exchange exchange) {
        this.exchange = exchange;
        this.services = exchange.services();
    }

    /** The result for a question that was not refused. */
    sealed interface Outcome permits Admitted, Joined, Answered {}

    /**
     * The client has already asked this question with the same key, and the answer is under way.
     */
    record Joined(LiveAnswer live) implements Outcome {}

    /** The client has already asked this question with the same key, and it was answered. */
    record Answered(Chatbot chatbot, Question question, Ending ending) implements Outcome {}

    Outcome admit(ChatRequest request) {
        Chatbot chatbot = exchange.chatbot(request.chatbotId());
        Optional<ConversationKey> visitor = Visitors.signedIn(exchange, chatbot);
        LimitSettings limits = chatbot.settings().limits();
        MessageText.check(request.message(), limits.messageCharacters());
        Optional<IdempotencyKey> key = IdempotencyKey.of(exchange);
        Optional<String> sent =
                visitor.isPresent()
                        ? Optional.empty()
                        : Sessions.sent(chatbot.settings().sessions(), request.session());
        String address = exchange.address();
        count(
                chatbot,
                new Asker(chatbot.key(), address, sent, visitor.map(ConversationKey::session)));
        ConversationKey conversation =
                visitor.orElseGet(
                        () ->
                                new ConversationKey(
                                        chatbot.key(),
                                        sent.orElseGet(() -> newSession(chatbot, key))));
        String messageId =
                key.map(each -> each.message(conversation))
                        .orElseGet(() -> services.ids().message(chatbot.key()));
        var question = new Question(conversation, request.message(), messageId, exchange.id());
        return inTurn(chatbot, question, key.isPresent(), address);
    }

    /** If the client sent an idempotency key, the same key gives the same session. */
    private String newSession(Chatbot chatbot, Optional<IdempotencyKey> key) {
        return key.map(each -> each.session(chatbot.key()))
                .orElseGet(() -> services.ids().session());
    }

    private void count(Chatbot chatbot, Asker asker) {
        ChatbotSettings settings = chatbot.settings();
        var rates =
                new Rates(
                        settings.limits().messages(),
                        services.server().messages(),
                        settings.limits().total(),
                        settings.organisation().messages());
        services.limits()
                .messages()
                .count(asker, rates)
                .ifPresent(
                        over -> {
                            String limit = over.limit().label();
                            services.meters().rateLimited(chatbot.key(), limit);
                            throw Refusal.later(
                                    ApiError.RATE_LIMITED,
                                    "Too many messages. Please wait a moment (limit: "
                                            + limit
                                            + ").",
                                    over.until());
                        });
    }

    /**
     * Takes one of the chatbot's slots and a place for the lookup, and keeps both if the question
     * is to be answered.
     */
    private Outcome inTurn(Chatbot chatbot, Question question, boolean keyed, String address) {
        Optional<Outcome> earlier = keyed ? earlier(chatbot, question) : Optional.empty();
        if (earlier.isPresent()) {
            return earlier.get();
        }
        checkPaused(chatbot);
        long begun = System.nanoTime();
        boolean slot = chatbot.slots().take();
        Place place = Place.NONE;
        Allowance allowance = Allowance.UNLIMITED;
        try {
            boolean waited = !slot;
            if (!slot) {
                slot =
                        awaited(
                                chatbot,
                                question,
                                address,
                                PARALLEL_ANSWERS,
                                () -> Optional.of(chatbot.slots().await()).filter(got -> got));
            }
            if (chatbot.hadDocuments()) {
                Optional<Place> free = services.capacity().take(chatbot.key().org());
                waited |= free.isEmpty();
                place =
                        free.isPresent()
                                ? free.get()
                                : awaitPlace(chatbot, question, address, begun);
            }
            earlier = keyed && waited ? earlier(chatbot, question) : Optional.empty();
            if (earlier.isPresent()) {
                return earlier.get();
            }
            checkRoom(chatbot);
            checkIdle(question);
            Optional<Allowance> allowed = chatbot.allow(question);
            if (allowed.isEmpty()) {
                return live(question).orElseThrow(() -> exhausted(chatbot));
            }
            allowance = allowed.get();
            Outcome outcome =
                    keyed
                            ? beginOnce(chatbot, question, address, place, allowance)
                            : begin(chatbot, question, address, place, allowance);
            if (outcome instanceof Admitted) {
                slot = false;
                place = Place.NONE;
                allowance = Allowance.UNLIMITED;
            }
            return outcome;
        } finally {
            allowance.release();
            place.close();
            if (slot) {
                chatbot.slots().giveBack();
            }
        }
    }

    /**
     * @param begun when the question began to wait for its slot
     */
    private Place awaitPlace(Chatbot chatbot, Question question, String address, long begun) {
        Duration waited = Duration.ofNanos(System.nanoTime() - begun);
        Duration most = chatbot.settings().limits().maxWait().minus(waited);
        return awaited(
                chatbot,
                question,
                address,
                WAITING_QUESTIONS,
                () -> services.capacity().await(chatbot.key().org(), most));
    }

    private interface Awaited<T> {
        Optional<T> get() throws InterruptedException;
    }

    /** Waits for a turn. A waiting question counts as an answer under way. */
    private <T> T awaited(
            Chatbot chatbot, Question question, String address, String limit, Awaited<T> turn) {
        checkIdle(question);
        enter(chatbot, address);
        try {
            Optional<T> got = turn.get();
            if (got.isEmpty()) {
                services.meters().rateLimited(chatbot.key(), limit);
                throw overloaded();
            }
            return got.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw shuttingDown();
        } finally {
            services.limits().ended(chatbot.key(), address);
        }
    }

    /**
     * Does not query the store inside the monitor: a store that hangs would block other chatbots.
     */
    private Outcome beginOnce(
            Chatbot chatbot, Question question, String address, Place place, Allowance allowance) {
        synchronized (services.answers().monitor(question.messageId())) {
            Optional<Outcome> live = live(question);
            return live.isPresent()
                    ? live.get()
                    : begin(chatbot, question, address, place, allowance);
        }
    }

    private Optional<Outcome> live(Question question) {
        return services.answers()
                .find(question.messageId())
                .map(
                        live -> {
                            IdempotencyKey.checkSame(question, live.question().text());
                            return new Joined(live);
                        });
    }

    /** The outcome of an earlier request with the same key. */
    private Optional<Outcome> earlier(Chatbot chatbot, Question question) {
        Optional<Outcome> live = live(question);
        if (live.isPresent()) {
            return live;
        }
        try {
            return chatbot.transcript()
                    .find(question.conversation(), question.messageId())
                    .map(recorded -> recorded(chatbot, question, recorded));
        } catch (PluginException e) {
            return Optional.of(
                    new Answered(
                            chatbot, question, new Ending.Failed(ErrorCode.STORAGE_UNAVAILABLE)));
        }
    }

    /** An answer stored as running may have begun after the search for a live one. */
    private Outcome recorded(Chatbot chatbot, Question question, Recorded recorded) {
        IdempotencyKey.checkSame(question, recorded.question());
        return recorded.ending()
                .<Outcome>map(ending -> new Answered(chatbot, question, ending))
                .or(() -> live(question))
                .orElseThrow(() -> Refusal.inProgress(question.messageId()));
    }

    private Refusal exhausted(Chatbot chatbot) {
        services.meters().rateLimited(chatbot.key(), BUDGET);
        return Refusal.later(
                ApiError.BUDGET_EXHAUSTED,
                "The chatbot has answered all it may for today. Please come back tomorrow.",
                chatbot.untilNextBudget());
    }

    private void checkRoom(Chatbot chatbot) {
        if (!chatbot.hasRoom()) {
            services.meters().rateLimited(chatbot.key(), WAITING_QUESTIONS);
            throw overloaded();
        }
    }

    /**
     * Does not refuse a repeat of the same question with the same key: that one joins the answer.
     */
    private void checkIdle(Question question) {
        services.running()
                .of(question.conversation())
                .filter(running -> !running.messageId().equals(question.messageId()))
                .ifPresent(
                        running -> {
                            throw Refusal.inProgress(running.messageId());
                        });
    }

    private Outcome begin(
            Chatbot chatbot, Question question, String address, Place place, Allowance allowance) {
        if (services.running().isClosed()) {
            throw shuttingDown();
        }
        checkPaused(chatbot); // again: it may have waited
        services.turns().visitorAsks(chatbot.key().org());
        enter(chatbot, address);
        try {
            RunningAnswer running = begin(question);
            LiveAnswer live = services.answers().begin(chatbot, question, running);
            return new Admitted(live, running, address, place, allowance, services);
        } catch (Refusal e) {
            services.limits().ended(chatbot.key(), address);
            throw e;
        }
    }

    /** Counts an answer for the address; the caller must call {@code ended} later. */
    private void enter(Chatbot chatbot, String address) {
        if (!services.limits().begin(chatbot.key(), address, chatbot.settings().limits())) {
            services.meters().rateLimited(chatbot.key(), CONCURRENT_ANSWERS);
            throw Refusal.later(
                    ApiError.RATE_LIMITED,
                    "Too many answers at once. Please wait for one to finish.",
                    SOON);
        }
    }

    private void checkPaused(Chatbot chatbot) {
        if (services.admin().pauses().isPaused(chatbot.key())) {
            throw new Refusal(ApiError.PAUSED, chatbot.settings().widget().paused());
        }
    }

    private RunningAnswer begin(Question question) {
        return switch (services.running().begin(question.conversation(), question.messageId())) {
            case Start.Started(RunningAnswer answer) -> answer;
            case Start.InProgress(String messageId) -> throw Refusal.inProgress(messageId);
            case Start.Full() -> throw overloaded();
            case Start.Closed() -> throw shuttingDown();
        };
    }

    private static Refusal overloaded() {
        return Refusal.later(
                ApiError.OVERLOADED,
                "Too many answers are under way. Please try again in a moment.",
                SOON);
    }

    static Refusal shuttingDown() {
        return Refusal.later(
                ApiError.SHUTTING_DOWN,
                "The service is restarting. Please try again in a moment.",
                SOON);
    }
}
