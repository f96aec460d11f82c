package io.zaaky.app.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.zaaky.app.chat.Answer;
import io.zaaky.app.chat.Chatbot;
import io.zaaky.app.chat.Ending;
import io.zaaky.app.chat.Question;
import io.zaaky.app.http.Admission.Answered;
import io.zaaky.app.http.Admission.Joined;
import io.zaaky.spi.ConversationKey;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Streams of chunks, whole answers, and the call that stops any running answer. */
final class ChatRoutes {
    private static final HeaderName DEPRECATION = HeaderNames.create("Deprecation");

    private ChatRoutes() {}

    /** {@code POST /chat/chunked}. */
    static void chunked(Exchange exchange) {
        ChatRequest request = ChatRequest.from(Json.object(exchange.body()));
        switch (new Admission(exchange).admit(request)) {
            case Admitted admitted -> {
                LiveAnswer live = admitted.live();
                live.inChunks();
                try (admitted;
                        Viewer viewer = view(exchange, live, live::left)) {
                    chunks(exchange, whole(exchange, admitted), live.chatbot(), viewer);
                }
            }
            case Joined(LiveAnswer live) -> {
                try (Viewer viewer = view(exchange, live, live.log()::wake)) {
                    chunks(exchange, live.await(viewer::isGone), live.chatbot(), viewer);
                }
            }
            case Answered(Chatbot chatbot, Question question, Ending ending) -> {
                try (Viewer viewer = StreamRoutes.view(exchange, chatbot, question, 0, () -> {})) {
                    chunks(exchange, ending, chatbot, viewer);
                }
            }
        }
    }

    private static Viewer view(Exchange exchange, LiveAnswer live, Runnable onGone) {
        return StreamRoutes.view(exchange, live.chatbot(), live.question(), 0, onGone);
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
                Connection.current()
                        .watch(
                                _ -> {
                                    gone.set(true);
                                    live.log().wake();
                                });
                respond(exchange, live.chatbot(), live.question(), live.await(gone::get));
            }
            case Answered(Chatbot chatbot, Question question, Ending ending) ->
                    respond(exchange, chatbot, question, ending);
        }
    }

    /** Makes the answer for a client that waits for the whole of it. */
    private static Ending whole(Exchange exchange, Admitted admitted) {
        LiveAnswer live = admitted.live();
        Ending ending = admitted.answer(live.log()::piece);
        if (!(ending instanceof Ending.Left)) {
            live.log().last(Payloads.last(ending, exchange.id()));
        }
        live.end(ending);
        return ending;
    }

    private static void respond(
            Exchange exchange, Chatbot chatbot, Question question, Ending ending) {
        exchange.identify(question);
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
        List<String> session =
                Visitors.haveToken(exchange)
                        ? ChatRequest.text(body, "session_id").stream().toList()
                        : List.of(ChatRequest.required(body, "session_id"));
        LiveAnswers answers = exchange.services().answers();
        Optional<LiveAnswer> live = answers.find(messageId);
        live.ifPresentOrElse(answer -> exchange.allow(answer.chatbot()), exchange::readable);
        ConversationKey conversation =
                answers.conversation(messageId).orElseThrow(Refusal::noAnswer);
        Chatbot chatbot =
                live.map(LiveAnswer::chatbot)
                        .orElseGet(() -> exchange.hold(conversation.chatbot().toString()));
        if (!Visitors.own(Visitors.signedIn(exchange, chatbot), conversation, session)) {
            throw Refusal.noAnswer();
        }
        live.ifPresent(LiveAnswer::stop);
        exchange.noStore();
        exchange.response().status(Status.ACCEPTED_202).send();
    }
}
