package io.zaaky.app.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.zaaky.app.chat.Answer;
import io.zaaky.app.chat.Chatbot;
import io.zaaky.app.chat.Ending;
import io.zaaky.app.chat.Question;
import io.zaaky.app.http.Admission.Answered;
import io.zaaky.app.http.Admission.Joined;
import io.zaaky.app.http.AnswerLog.Frame;
import io.zaaky.spi.ConversationKey;
import io.zaaky.spi.ConversationKey.Owner;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Streams tokens, and resumes a stream. */
final class StreamRoutes {
    private static final Header EVENT_STREAM =
            HeaderValues.create(HeaderNames.CONTENT_TYPE, "text/event-stream; charset=utf-8");
    private static final Header NO_CACHE =
            HeaderValues.create(HeaderNames.CACHE_CONTROL, "no-cache");
    private static final Header KEEP_ALIVE =
            HeaderValues.create(HeaderNames.CONNECTION, "keep-alive");
    private static final Header NO_BUFFERING = HeaderValues.create("X-Accel-Buffering", "no");
    private static final HeaderName LAST_EVENT_ID = HeaderNames.create("Last-Event-ID");

    private StreamRoutes() {}

    /** {@code POST /chat/stream}. */
    static void postStream(Exchange exchange) {
        stream(exchange, ChatRequest.from(Json.object(exchange.body())));
    }

    /** {@code GET /chat/stream}: asks a question, resumes an answer, or probes. */
    static void getStream(Exchange exchange) {
        Optional<String> lastEvent = exchange.header(LAST_EVENT_ID);
        if (lastEvent.isPresent()) {
            exchange.count(RateLimits.FILE);
            resume(exchange, EventId.parse(lastEvent.get()));
        } else if (exchange.query(ProbeRoute.PARAMETER).isPresent()) {
            ProbeRoute.probe(exchange, exchange.query(ProbeRoute.PARAMETER).get());
        } else {
            stream(exchange, ChatRequest.from(exchange.request().query()));
        }
    }

    private static void stream(Exchange exchange, ChatRequest request) {
        switch (new Admission(exchange).admit(request)) {
            case Admitted admitted -> answer(exchange, admitted);
            case Joined(LiveAnswer live) -> follow(exchange, live, 0, true);
            case Answered(Chatbot chatbot, Question question, Ending ending) -> {
                try (Viewer viewer = view(exchange, chatbot, question, 0, () -> {})) {
                    if (ending instanceof Ending.Completed(Answer answer)
                            && !answer.content().isEmpty()) {
                        viewer.piece(answer.content());
                    }
                    viewer.event(Payloads.last(ending, exchange.id()));
                }
            }
        }
    }

    private static void answer(Exchange exchange, Admitted admitted) {
        LiveAnswer live = admitted.live();
        try (admitted;
                Viewer viewer =
                        view(exchange, admitted.chatbot(), admitted.question(), 0, live::left)) {
            live.isSentTo(viewer);
            Ending ending =
                    admitted.answer(
                            piece -> {
                                live.log().piece(piece);
                                viewer.piece(piece);
                            });
            if (!(ending instanceof Ending.Left)) {
                byte[] last = Payloads.last(ending, exchange.id());
                live.log().last(last);
                viewer.event(last);
            }
            live.end(ending);
        }
    }

    /**
     * Sends what an answer has said since frame {@code after}, and what it says from now on.
     *
     * @param knowsSession whether the client has proved that it knows the answer's session, so that
     *     the response may name it
     */
    private static void follow(
            Exchange exchange, LiveAnswer live, int after, boolean knowsSession) {
        AnswerLog log = live.log();
        if (knowsSession) {
            exchange.identify(live.question());
        } else {
            exchange.identifyMessage(live.question());
        }
        live.join();
        try (Viewer viewer = open(exchange, live.chatbot(), live.question(), after, log::wake)) {
            int at = after;
            Frame frame = log.next(at, viewer::isGone);
            while (frame != null) {
                switch (frame) {
                    case Frame.Piece(String text) -> {
                        viewer.piece(text);
                        at++;
                    }
                    case Frame.Last(byte[] json, int number) -> {
                        viewer.event(knowsSession ? json : Payloads.withoutSession(json), number);
                        at = number;
                    }
                }
                frame = log.next(at, viewer::isGone);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server stops
        } finally {
            live.part();
        }
    }

    /**
     * Resumes an answer. An {@code EventSource} reconnects by itself when its stream has ended or
     * broken. The question is never asked again; 204 tells the browser to give up.
     */
    private static void resume(Exchange exchange, Optional<EventId> id) {
        Optional<LiveAnswer> found =
                id.flatMap(each -> exchange.services().answers().find(each.messageId()));
        if (found.isPresent()) {
            LiveAnswer live = found.get();
            checkChatbot(exchange, live);
            exchange.allow(live.chatbot());
            boolean knowsSession = checkSession(exchange, live);
            int after = id.get().number();
            boolean over = live.log().hasEnded() && after >= live.log().frames();
            if (!over && after <= live.log().frames() && !live.isInChunks()) {
                follow(exchange, live, after, knowsSession);
                return;
            }
        }
        exchange.noStore();
        exchange.response().status(Status.NO_CONTENT_204).send();
    }

    /** The event's id is enough, but a chatbot that is given must be the right one. */
    private static void checkChatbot(Exchange exchange, LiveAnswer live) {
        Optional<String> chatbot = exchange.query("chatbot_id");
        if (chatbot.isPresent() && !chatbot.get().equals(live.chatbot().key().toString())) {
            throw Refusal.noAnswer();
        }
    }

    /**
     * The event's id is enough, but a session that is given must be the right one. The answer of a
     * signed-in visitor needs the visitor's token instead.
     *
     * @return whether the client has proved that the conversation is its own
     */
    private static boolean checkSession(Exchange exchange, LiveAnswer live) {
        ConversationKey conversation = live.question().conversation();
        List<String> given =
                Stream.of(exchange.query("session_id"), exchange.header(Exchange.SESSION_ID))
                        .flatMap(Optional::stream)
                        .filter(
                                each ->
                                        Sessions.accepts(
                                                live.chatbot().settings().sessions(), each))
                        .toList();
        Optional<ConversationKey> visitor = Visitors.signedIn(exchange, live.chatbot());
        boolean own = Visitors.own(visitor, conversation, given);
        boolean open =
                conversation.owner() == Owner.SESSION && visitor.isEmpty() && given.isEmpty();
        if (!own && !open) {
            throw Refusal.noAnswer();
        }
        return own;
    }

    /** Opens the event stream of an answer whose session the client knows. */
    static Viewer view(
            Exchange exchange, Chatbot chatbot, Question question, int after, Runnable onGone) {
        exchange.identify(question);
        return open(exchange, chatbot, question, after, onGone);
    }

    /** Opens the event stream; the next frame follows number {@code after}. */
    private static Viewer open(
            Exchange exchange, Chatbot chatbot, Question question, int after, Runnable onGone) {
        headers(exchange);
        var frames = new EventFrames(question.messageId());
        frames.skipTo(after + 1);
        var viewer =
                new Viewer(
                        sink(exchange),
                        frames,
                        exchange.services().ticker(),
                        chatbot.settings().streaming().heartbeat().toNanos(),
                        change -> exchange.services().meters().openStreams(chatbot.key(), change),
                        onGone);
        viewer.begin();
        return viewer;
    }

    /** Opens an event stream that belongs to no answer. */
    static Viewer probe(Exchange exchange, Duration heartbeat) {
        headers(exchange);
        var viewer =
                new Viewer(
                        sink(exchange),
                        new EventFrames(ProbeRoute.PARAMETER),
                        exchange.services().ticker(),
                        heartbeat.toNanos(),
                        _ -> {},
                        () -> {});
        viewer.begin();
        return viewer;
    }

    private static void headers(Exchange exchange) {
        ServerResponseHeaders headers = exchange.response().headers();
        headers.set(EVENT_STREAM);
        headers.set(NO_CACHE);
        headers.set(KEEP_ALIVE);
        headers.set(NO_BUFFERING);
    }

    /** Sends the headers. */
    private static EventSink sink(Exchange exchange) {
        try {
            return exchange.response().sink(EventSink.TYPE);
        } catch (RuntimeException e) {
            throw new CloseConnectionException("the client has gone before the headers", e);
        }
    }
}
