package io.zaaky.app.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.zaaky.app.chat.Ending;
import io.zaaky.app.http.Admission.Admitted;
import io.zaaky.spi.ChatbotKey;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** The three ways to ask: a stream of tokens, a stream of chunks, one whole answer. */
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

    /**
     * {@code GET /chat/stream}. An {@code EventSource} calls again by itself when its stream has
     * ended; it must not ask the question again, and 204 tells it to stop.
     */
    static void getStream(Exchange exchange) {
        if (exchange.header(LAST_EVENT_ID).isPresent()) {
            exchange.noStore();
            exchange.response().status(Status.NO_CONTENT_204).send();
            return;
        }
        stream(exchange, ChatRequest.from(exchange.request().query()));
    }

    private static void stream(Exchange exchange, ChatRequest request) {
        try (Admitted admitted = new Admission(exchange).admit(request);
                OpenStream _ = OpenStream.count(exchange, admitted);
                AnswerStream out = open(exchange, admitted)) {
            Ending ending =
                    admitted.chatbot().answer(admitted.question(), admitted.running(), out::token);
            switch (ending) {
                case Ending.Completed(var answer) -> out.event(Payloads.complete(answer));
                case Ending.Failed(var code) -> out.event(Payloads.error(code, exchange.id()));
                case Ending.Left() -> {}
            }
        }
    }

    /** {@code POST /chat/chunked}. */
    static void chunked(Exchange exchange) {
        ChatRequest request = ChatRequest.from(Json.object(exchange.body()));
        try (Admitted admitted = new Admission(exchange).admit(request);
                OpenStream _ = OpenStream.count(exchange, admitted);
                AnswerStream out = open(exchange, admitted)) {
            switch (admitted.chatbot().answer(admitted.question(), admitted.running(), _ -> {})) {
                case Ending.Completed(var answer) -> {
                    var streaming = admitted.chatbot().settings().streaming();
                    List<String> chunks = Chunks.of(answer.content(), streaming.chunkSize());
                    Chunks.send(chunks, streaming.chunkDelay(), answer, out);
                }
                case Ending.Failed(var code) -> out.event(Payloads.error(code, exchange.id()));
                case Ending.Left() -> {}
            }
        }
    }

    /** {@code POST /chat}. */
    static void plain(Exchange exchange) {
        ChatRequest request = ChatRequest.from(Json.object(exchange.body()));
        try (Admitted admitted = new Admission(exchange).admit(request)) {
            identify(exchange, admitted);
            admitted.chatbot()
                    .settings()
                    .streaming()
                    .plainDeprecation()
                    .ifPresent(
                            since ->
                                    exchange.response()
                                            .headers()
                                            .set(HeaderValues.create(DEPRECATION, date(since))));
            switch (admitted.chatbot().answer(admitted.question(), admitted.running(), _ -> {})) {
                case Ending.Completed(var answer) -> exchange.json(Payloads.complete(answer));
                case Ending.Failed(var code) -> Problem.send(exchange, code);
                case Ending.Left() ->
                        Problem.send(
                                exchange, new Refusal(ApiError.INTERNAL, ApiError.UNAVAILABLE));
            }
        }
    }

    /** RFC 9745: a structured date. */
    private static String date(LocalDate since) {
        return "@" + since.atStartOfDay(ZoneOffset.UTC).toEpochSecond();
    }

    private static AnswerStream open(Exchange exchange, Admitted admitted) {
        ServerResponseHeaders headers = exchange.response().headers();
        identify(exchange, admitted);
        headers.set(EVENT_STREAM);
        headers.set(NO_CACHE);
        headers.set(KEEP_ALIVE);
        headers.set(NO_BUFFERING);
        return new AnswerStream(
                exchange.response().sink(EventSink.TYPE),
                admitted.running(),
                admitted.chatbot().settings().streaming(),
                exchange.services().ticker());
    }

    private static void identify(Exchange exchange, Admitted admitted) {
        ServerResponseHeaders headers = exchange.response().headers();
        headers.set(
                HeaderValues.create(
                        Exchange.SESSION_ID, admitted.question().conversation().session()));
        headers.set(HeaderValues.create(Exchange.MESSAGE_ID, admitted.question().messageId()));
        headers.set(HeaderValues.create(Problem.REQUEST_ID, exchange.id()));
    }

    /** Counts a stream while it is open. */
    private record OpenStream(HttpMeters meters, ChatbotKey key) implements AutoCloseable {
        static OpenStream count(Exchange exchange, Admitted admitted) {
            var stream = new OpenStream(exchange.services().meters(), admitted.chatbot().key());
            stream.meters().openStreams(stream.key(), 1);
            return stream;
        }

        @Override
        public void close() {
            meters.openStreams(key, -1);
        }
    }
}
