package io.zaaky.app.http;

import io.zaaky.app.chat.Chatbot;
import io.zaaky.app.chat.Question;
import io.zaaky.app.chat.RunningAnswer;
import io.zaaky.app.chat.RunningAnswers.Start;
import io.zaaky.app.config.LimitSettings;
import io.zaaky.spi.ConversationKey;
import java.time.Duration;
import java.util.Optional;

/** Decides whether a question is taken. Every refusal happens here, before any stream opens. */
final class Admission {
    /** The name of the limit on messages in errors and metrics. */
    static final String PUBLIC_CHAT = "public_chat";

    private static final String CONCURRENT_ANSWERS = "concurrent_answers";
    private static final Duration SOON = Duration.ofSeconds(2);
    static final int LONGEST_SESSION = 512;

    private final Exchange exchange;
    private final HttpServices services;

    Admission(Exchange exchange) {
        this.exchange = exchange;
        this.services = exchange.services();
    }

    /** A question that was taken. To be closed when its answer has ended. */
    record Admitted(
            Chatbot chatbot,
            Question question,
            RunningAnswer running,
            String address,
            HttpServices services)
            implements AutoCloseable {
        @Override
        public void close() {
            services.running().end(question.conversation(), running);
            services.limits().ended(chatbot.key(), address);
        }
    }

    Admitted admit(ChatRequest request) {
        Chatbot chatbot = exchange.chatbot(request.chatbotId());
        LimitSettings limits = chatbot.settings().limits();
        checkMessage(request.message(), limits);
        var conversation = new ConversationKey(chatbot.key(), session(request.session(), chatbot));
        if (services.running().isClosed()) {
            throw shuttingDown();
        }
        String address = exchange.address();
        limit(chatbot, address, limits);
        var question =
                new Question(
                        conversation, request.message(), services.ids().message(), exchange.id());
        if (!services.limits().begin(chatbot.key(), address, limits)) {
            services.meters().rateLimited(chatbot.key(), CONCURRENT_ANSWERS);
            throw Refusal.later(
                    ApiError.RATE_LIMITED,
                    "Too many answers at once. Please wait for one to finish.",
                    SOON);
        }
        try {
            return new Admitted(chatbot, question, begin(question), address, services);
        } catch (Refusal e) {
            services.limits().ended(chatbot.key(), address);
            throw e;
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

    /** The one that was sent, if it may be a secret; else a fresh one. */
    private String session(Optional<String> sent, Chatbot chatbot) {
        if (sent.isPresent() && sent.get().length() > LONGEST_SESSION) {
            throw Refusal.field(
                    "session_id",
                    "The session_id must not be longer than " + LONGEST_SESSION + " characters.");
        }
        return sent.filter(session -> Sessions.accepts(chatbot.settings().sessions(), session))
                .orElseGet(() -> services.ids().session());
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
            case Start.Full() ->
                    throw Refusal.later(
                            ApiError.OVERLOADED,
                            "Too many answers are under way. Please try again in a moment.",
                            SOON);
            case Start.Closed() -> throw shuttingDown();
        };
    }

    private static Refusal shuttingDown() {
        return Refusal.later(
                ApiError.SHUTTING_DOWN,
                "The service is restarting. Please try again in a moment.",
                SOON);
    }
}
