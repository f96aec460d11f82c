package io.zaaky.app.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.zaaky.app.chat.Chatbot;
import io.zaaky.app.chat.Ending;
import io.zaaky.app.chat.ErrorCode;
import io.zaaky.app.chat.Ids;
import io.zaaky.app.chat.Question;
import io.zaaky.app.chat.RunningAnswer;
import io.zaaky.app.chat.RunningAnswers.Start;
import io.zaaky.app.chat.Transcript.Recorded;
import io.zaaky.app.config.LimitSettings;
import io.zaaky.spi.ConversationKey;
import io.zaaky.spi.PluginException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Decides whether a question is taken. Every refusal happens here, before any stream opens. */
final class Admission {
    /** The name of the limit on messages in errors and metrics. */
    static final String PUBLIC_CHAT = "public_chat";

    private static final String CONCURRENT_ANSWERS = "concurrent_answers";
    private static final String PARALLEL_ANSWERS = "parallel_answers";
    private static final String WAITING_QUESTIONS = "waiting_questions";
    private static final Duration SOON = Duration.ofSeconds(2);
    static final int LONGEST_SESSION = 512;
    private static final int LONGEST_KEY = 255;
    private static final HeaderName KEY = HeaderNames.create("Idempotency-Key");

    private final Exchange exchange;
    private final HttpServices services;

    Admission(Exchange exchange) {
        this.exchange = exchange;
        this.services = exchange.services();
    }

    /** What becomes of a question that was not refused. */
    sealed interface Outcome {}

    /**
     * It is to be answered now. To be closed when its answer has ended; the chatbot stays open as
     * long, whoever waits for that. For the answer's thread alone.
     */
    static final class Admitted implements Outcome, AutoCloseable {
        private final LiveAnswer live;
        private final RunningAnswer running;
        private final String address;
        private final Place place;
        private final HttpServices services;
        private boolean made;

        private Admitted(
                LiveAnswer live,
                RunningAnswer running,
                String address,
                Place place,
                HttpServices services) {
            this.live = live;
            this.running = running;
            this.address = address;
            this.place = place;
            this.services = services;
            if (!live.chatbot().hold()) {
                throw new IllegalStateException("the request holds it");
            }
        }

        LiveAnswer live() {
            return live;
        }

        Chatbot chatbot() {
            return live.chatbot();
        }

        Question question() {
            return live.question();
        }

        /** Makes the answer. */
        Ending answer(Consumer<String> pieces) {
            Ending ending = chatbot().answer(question(), running, place::close, pieces);
            made();
            return ending;
        }

        /** Before anybody learns of the end: a client may ask its next question at once. */
        private void made() {
            if (!made) {
                made = true;
                place.close();
                services.running().made(question().conversation(), running);
                services.limits().ended(chatbot().key(), address);
                chatbot().slots().giveBack();
            }
        }

        @Override
        public void close() {
            live.end(null);
            made();
            services.running().end(question().conversation(), running);
            chatbot().release();
        }
    }

    /** The client has asked it before under the same key, and the answer is under way. */
    record Joined(LiveAnswer live) implements Outcome {}

    /** The client has asked it before under the same key, and it was answered. */
    record Answered(Chatbot chatbot, Question question, Ending ending) implements Outcome {}

    Outcome admit(ChatRequest request) {
        Chatbot chatbot = exchange.chatbot(request.chatbotId());
        LimitSettings limits = chatbot.settings().limits();
        checkMessage(request.message(), limits);
        Optional<String> key = key();
        String session = session(request.session(), chatbot, key);
        String address = exchange.address();
        limit(chatbot, address, limits);
        var conversation = new ConversationKey(chatbot.key(), session);
        String messageId =
                key.isPresent() ? Ids.message(conversation, key.get()) : services.ids().message();
        var question = new Question(conversation, request.message(), messageId, exchange.id());
        return inTurn(chatbot, question, key.isPresent(), address);
    }

    /**
     * Takes a slot of the chatbot and a place to look the question up, and keeps them if it is to
     * be answered.
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
            Outcome outcome =
                    keyed
                            ? beginOnce(chatbot, question, address, place)
                            : begin(chatbot, question, address, place);
            if (outcome instanceof Admitted) {
                slot = false;
                place = Place.NONE;
            }
            return outcome;
        } finally {
            place.close();
            if (slot) {
                chatbot.slots().giveBack();
            }
        }
    }

    /**
     * @param begun when it began to wait for its slot
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

    /** One who waits counts as one whose answer is under way. */
    private <T> T awaited(
            Chatbot chatbot, Question question, String address, String limit, Awaited<T> turn) {
        services.running()
                .of(question.conversation())
                .ifPresent(
                        running -> {
                            throw Refusal.inProgress(running.messageId());
                        });
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

    /** The store is not asked under the monitor: one that hangs would hold up other chatbots. */
    private Outcome beginOnce(Chatbot chatbot, Question question, String address, Place place) {
        synchronized (services.answers().monitor(question.messageId())) {
            Optional<Outcome> live = live(question);
            return live.isPresent() ? live.get() : begin(chatbot, question, address, place);
        }
    }

    private Optional<Outcome> live(Question question) {
        return services.answers()
                .find(question.messageId())
                .map(
                        live -> {
                            checkSame(question, live.question().text());
                            return new Joined(live);
                        });
    }

    /** What came of the same key before. */
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

    /** One that is still running may have begun since it was looked for. */
    private Outcome recorded(Chatbot chatbot, Question question, Recorded recorded) {
        checkSame(question, recorded.question());
        return recorded.ending()
                .<Outcome>map(ending -> new Answered(chatbot, question, ending))
                .or(() -> live(question))
                .orElseThrow(() -> Refusal.inProgress(question.messageId()));
    }

    private static void checkSame(Question question, String earlier) {
        if (!question.text().equals(earlier)) {
            throw Refusal.field(
                    KEY.defaultCase(), "This Idempotency-Key was used for another message.");
        }
    }

    private Optional<String> key() {
        Optional<String> key = exchange.header(KEY);
        key.ifPresent(
                sent -> {
                    if (sent.isEmpty()
                            || sent.length() > LONGEST_KEY
                            || sent.chars().anyMatch(c -> c <= ' ' || c > '~')) {
                        throw Refusal.field(
                                KEY.defaultCase(),
                                "The Idempotency-Key must have 1 to "
                                        + LONGEST_KEY
                                        + " visible ASCII characters.");
                    }
                });
        return key;
    }

    private Outcome begin(Chatbot chatbot, Question question, String address, Place place) {
        if (services.running().isClosed()) {
            throw shuttingDown();
        }
        checkPaused(chatbot); // again: it may have waited
        if (!chatbot.hasRoom()) {
            services.meters().rateLimited(chatbot.key(), WAITING_QUESTIONS);
            throw overloaded();
        }
        services.turns().visitorAsks(chatbot.key().org());
        enter(chatbot, address);
        try {
            RunningAnswer running = begin(question);
            LiveAnswer live = services.answers().begin(chatbot, question, running);
            return new Admitted(live, running, address, place, services);
        } catch (Refusal e) {
            services.limits().ended(chatbot.key(), address);
            throw e;
        }
    }

    /** Counts an answer of that address; {@code ended} must follow. */
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

    private static void checkMessage(String message, LimitSettings limits) {
        if (message.codePoints().allMatch(Admission::isBlank)) {
            throw Refusal.field("message", "The message is empty.");
        }
        if (message.codePointCount(0, message.length()) > limits.messageCharacters()) {
            throw new Refusal(
                    ApiError.MESSAGE_TOO_LONG,
                    "The message must not be longer than "
                            + limits.messageCharacters()
                            + " characters.");
        }
        if (message.indexOf('\0') >= 0) {
            throw Refusal.field("message", "The message must not hold the character U+0000.");
        }
        if (message.codePoints()
                .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw Refusal.field("message", "The message holds half of a surrogate pair.");
        }
    }

    /** White space, also that which does not break lines, and what has no shape at all. */
    private static boolean isBlank(int c) {
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || (Character.isISOControl(c) && c != 0)
                || Character.getType(c) == Character.FORMAT;
    }

    /**
     * The one that was sent, if it may be a secret; else a fresh one. Where the client names its
     * answer by a key, the fresh one is the same for the same key, so the key must be a secret
     * then.
     */
    private String session(Optional<String> sent, Chatbot chatbot, Optional<String> key) {
        if (sent.isPresent() && sent.get().length() > LONGEST_SESSION) {
            throw Refusal.field(
                    "session_id",
                    "The session_id must not be longer than " + LONGEST_SESSION + " characters.");
        }
        Optional<String> accepted =
                sent.filter(session -> Sessions.accepts(chatbot.settings().sessions(), session));
        if (accepted.isPresent()) {
            return accepted.get();
        }
        if (key.isEmpty()) {
            return services.ids().session();
        }
        if (!ConversationKey.isStrong(key.get())) {
            throw Refusal.field(
                    KEY.defaultCase(),
                    "Without a session_id of its own the Idempotency-Key must have at least 22"
                            + " characters of A-Z, a-z, 0-9, _ and -.");
        }
        return Ids.session(chatbot.key(), key.get());
    }

    private void limit(Chatbot chatbot, String address, LimitSettings limits) {
        Duration wait = services.limits().message(chatbot.key(), address, limits);
        if (!wait.isZero()) {
            services.meters().rateLimited(chatbot.key(), PUBLIC_CHAT);
            throw Refusal.later(
                    ApiError.RATE_LIMITED,
                    "Too many messages. Please wait a moment (limit: " + PUBLIC_CHAT + ").",
                    wait);
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
