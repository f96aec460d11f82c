package io.zaaky.app.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import io.zaaky.app.http.Admission.Admitted;
import io.zaaky.app.http.Admission.Answered;
import io.zaaky.app.http.Admission.Joined;
import io.zaaky.app.http.AnswerLog.Frame;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.ConversationKey;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The three ways to ask: a stream of tokens, a stream of chunks, one whole answer; to come back to
 * a stream; and to stop an answer.
 */
final class ChatRoutes {
    private static final Header EVENT_STREAM =
            HeaderValues.create(HeaderNames.CONTENT_TYPE, "text/event-stream; charset=utf-8");
    private static final Header NO_CACHE =
            HeaderValues.create(HeaderNames.CACHE_CONTROL, "no-cache");
    private static final Header KEEP_ALIVE =
            HeaderValues.create(HeaderNames.CONNECTION, "keep-alive");
    private static final Header NO_BUFFERING = HeaderValues.create("X-Accel-Buffering", "no");
    private static final HeaderName DEPRECATION = HeaderNames.create("Deprecation");
    private static final HeaderName LAST_EVENT_ID = HeaderNames.create("Last-Event-ID");

    private ChatRoutes() {}

    /** {@code POST /chat/stream}. */
    static void postStream(Exchange exchange) {
        stream(exchange, ChatRequest.from(Json.object(exchange.body())));
    }

    /** {@code GET /chat/stream}: asks, or comes back to an answer. */
    static void getStream(Exchange exchange) {
        Optional<String> lastEvent = exchange.header(LAST_EVENT_ID);
        if (lastEvent.isPresent()) {
            resume(exchange, EventId.parse(lastEvent.get()));
        } else {
            stream(exchange, ChatRequest.from(exchange.request().query()));
        }
    }

    private static void stream(Exchange exchange, ChatRequest request) {
        switch (new Admission(exchange).admit(request)) {
            case Admitted admitted -> answer(exchange, admitted);
            case Joined(LiveAnswer live) -> follow(exchange, live, 0);
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
                OpenStream _ = OpenStream.count(exchange, admitted.chatbot());
                Viewer viewer =
                        view(exchange, admitted.chatbot(), admitted.question(), 0, live::left)) {
            Ending ending =
                    admitted.chatbot()
                            .answer(
                                    admitted.question(),
                                    admitted.running(),
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

    /** Sends what an answer has said since frame {@code after}, and what it says from now on. */
    private static void follow(Exchange exchange, LiveAnswer live, int after) {
        AnswerLog log = live.log();
        live.joined();
        try (OpenStream _ = OpenStream.count(exchange, live.chatbot());
                Viewer viewer = view(exchange, live.chatbot(), live.question(), after, log::wake)) {
            int at = after;
            Frame frame = log.next(at, viewer::isGone);
            while (frame != null) {
                switch (frame) {
                    case Frame.Piece(String text) -> {
                        viewer.piece(text);
                        at++;
                    }
                    case Frame.Last(byte[] json, int number) -> {
                        viewer.event(json, number);
                        at = number;
                    }
                }
                frame = log.next(at, viewer::isGone);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server stops
        } finally {
            live.left();
        }
    }

    /**
     * An {@code EventSource} calls again by itself when its stream has ended or broken. The
     * question is never asked again; 204 tells the browser to give up.
     */
    private static void resume(Exchange exchange, Optional<EventId> id) {
        Optional<LiveAnswer> found =
                id.flatMap(each -> exchange.services().answers().find(each.messageId()));
        if (found.isPresent()) {
            LiveAnswer live = found.get();
            exchange.allow(live.chatbot());
            checkSession(exchange, live);
            int after = id.get().number();
            boolean over = live.log().hasEnded() && after >= live.log().frames();
            if (!over && after <= live.log().frames() && !live.isInChunks()) {
                follow(exchange, live, after);
                return;
            }
        }
        exchange.noStore();
        exchange.response().status(Status.NO_CONTENT_204).send();
    }

    /** The event's id is enough, but a session that is given has to be the right one. */
    private static void checkSession(Exchange exchange, LiveAnswer live) {
        Optional<String> session = exchange.request().query().first("session_id").asOptional();
        if (session.filter(ConversationKey::isStrong).isPresent() && !live.isOf(session.get())) {
            throw noAnswer();
        }
    }

    /** {@code POST /chat/chunked}. */
    static void chunked(Exchange exchange) {
        ChatRequest request = ChatRequest.from(Json.object(exchange.body()));
        switch (new Admission(exchange).admit(request)) {
            case Admitted admitted -> {
                LiveAnswer live = admitted.live();
                live.inChunks();
                try (admitted;
                        OpenStream _ = OpenStream.count(exchange, admitted.chatbot());
                        Viewer viewer =
                                view(
                                        exchange,
                                        admitted.chatbot(),
                                        admitted.question(),
                                        0,
                                        live::left)) {
                    chunks(exchange, whole(exchange, admitted), live.chatbot(), viewer);
                }
            }
            case Joined(LiveAnswer live) -> {
                live.joined();
                try (OpenStream _ = OpenStream.count(exchange, live.chatbot());
                        Viewer viewer =
                                view(
                                        exchange,
                                        live.chatbot(),
                                        live.question(),
                                        0,
                                        live.log()::wake)) {
                    live.log().awaitEnd(viewer::isGone);
                    chunks(exchange, live.ending(), live.chatbot(), viewer);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt(); // the server stops
                } finally {
                    live.left();
                }
            }
            case Answered(Chatbot chatbot, Question question, Ending ending) -> {
                try (Viewer viewer = view(exchange, chatbot, question, 0, () -> {})) {
                    chunks(exchange, ending, chatbot, viewer);
                }
            }
        }
    }

    private static void chunks(Exchange exchange, Ending ending, Chatbot chatbot, Viewer viewer) {
        switch (ending) {
            case Ending.Completed(Answer answer) -> {
                var streaming = chatbot.settings().streaming();
                List<String> chunks = Chunks.of(answer.content(), streaming.chunkSize());
                Chunks.send(chunks, streaming.chunkDelay(), answer, viewer);
            }
            case Ending.Failed failed -> viewer.event(Payloads.last(failed, exchange.id()));
            case Ending.Left() -> {}
        }
    }

    /** {@code POST /chat}. */
    static void plain(Exchange exchange) {
        ChatRequest request = ChatRequest.from(Json.object(exchange.body()));
        switch (new Admission(exchange).admit(request)) {
            case Admitted admitted -> {
                try (admitted) {
                    LiveAnswer live = admitted.live();
                    Connection.current().watch(_ -> live.gaveUp());
                    Ending ending = whole(exchange, admitted);
                    respond(exchange, admitted.chatbot(), admitted.question(), ending);
                }
            }
            case Joined(LiveAnswer live) -> {
                var gone = new AtomicBoolean();
                live.joined();
                try {
                    Connection.current()
                            .watch(
                                    _ -> {
                                        gone.set(true);
                                        live.log().wake();
                                    });
                    live.log().awaitEnd(gone::get);
                    respond(exchange, live.chatbot(), live.question(), live.ending());
                } catch (InterruptedException e) {
                    throw new CloseConnectionException("the server stops", e);
                } finally {
                    live.left();
                }
            }
            case Answered(Chatbot chatbot, Question question, Ending ending) ->
                    respond(exchange, chatbot, question, ending);
        }
    }

    /** Makes the answer while somebody waits for all of it. */
    private static Ending whole(Exchange exchange, Admitted admitted) {
        LiveAnswer live = admitted.live();
        Ending ending =
                admitted.chatbot()
                        .answer(admitted.question(), admitted.running(), live.log()::piece);
        if (!(ending instanceof Ending.Left)) {
            live.log().last(Payloads.last(ending, exchange.id()));
        }
        live.end(ending);
        return ending;
    }

    private static void respond(
            Exchange exchange, Chatbot chatbot, Question question, Ending ending) {
        identify(exchange, question);
        chatbot.settings()
                .streaming()
                .plainDeprecation()
                .ifPresent(
                        since ->
                                exchange.response()
                                        .headers()
                                        .set(HeaderValues.create(DEPRECATION, date(since))));
        switch (ending) {
            case Ending.Completed(Answer answer) -> exchange.json(Payloads.complete(answer));
            case Ending.Failed(var code) -> Problem.send(exchange, code);
            case Ending.Left() -> throw new CloseConnectionException("the client has gone");
        }
    }

    /** RFC 9745: a structured date. */
    private static String date(LocalDate since) {
        return "@" + since.atStartOfDay(ZoneOffset.UTC).toEpochSecond();
    }

    /** {@code POST /chat/stop}. */
    static void stop(Exchange exchange) {
        ObjectNode body = Json.object(exchange.body());
        String messageId = ChatRequest.required(body, "message_id");
        String session = ChatRequest.required(body, "session_id");
        LiveAnswers answers = exchange.services().answers();
        Optional<LiveAnswer> live = answers.find(messageId);
        live.ifPresent(answer -> exchange.allow(answer.chatbot()));
        if (!answers.belongs(messageId, session)) {
            throw noAnswer();
        }
        live.ifPresent(LiveAnswer::stop);
        exchange.noStore();
        exchange.response().status(Status.ACCEPTED_202).send();
    }

    private static Refusal noAnswer() {
        return new Refusal(ApiError.NOT_FOUND, "There is no such answer in this session.");
    }

    /** Opens the event stream; the next frame is the one after number {@code after}. */
    private static Viewer view(
            Exchange exchange, Chatbot chatbot, Question question, int after, Runnable onGone) {
        ServerResponseHeaders headers = exchange.response().headers();
        identify(exchange, question);
        headers.set(EVENT_STREAM);
        headers.set(NO_CACHE);
        headers.set(KEEP_ALIVE);
        headers.set(NO_BUFFERING);
        var frames = new EventFrames(question.messageId());
        frames.skipTo(after + 1);
        var viewer =
                new Viewer(
                        sink(exchange),
                        frames,
                        exchange.services().ticker(),
                        chatbot.settings().streaming().heartbeat().toNanos(),
                        onGone);
        viewer.begin();
        return viewer;
    }

    /** Sends the headers. */
    private static EventSink sink(Exchange exchange) {
        try {
            return exchange.response().sink(EventSink.TYPE);
        } catch (RuntimeException e) {
            throw new CloseConnectionException("the client has gone before the headers", e);
        }
    }

    private static void identify(Exchange exchange, Question question) {
        ServerResponseHeaders headers = exchange.response().headers();
        headers.set(HeaderValues.create(Exchange.SESSION_ID, question.conversation().session()));
        headers.set(HeaderValues.create(Exchange.MESSAGE_ID, question.messageId()));
        headers.set(HeaderValues.create(Problem.REQUEST_ID, exchange.id()));
    }

    /** Counts a stream while it is open. */
    private record OpenStream(HttpMeters meters, ChatbotKey key) implements AutoCloseable {
        static OpenStream count(Exchange exchange, Chatbot chatbot) {
            var stream = new OpenStream(exchange.services().meters(), chatbot.key());
            stream.meters().openStreams(stream.key(), 1);
            return stream;
        }

        @Override
        public void close() {
            meters.openStreams(key, -1);
        }
    }
}
