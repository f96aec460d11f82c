package io.zaaky.llm.langchain4j;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.embedding.EmbeddingModel;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Prompt;
import io.zaaky.spi.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The HTTP client that LangChain4j uses. A request for a single answer is sent through our {@link
 * Transport}. A request for a stream is only captured, and {@link ChatBridge} sends it: LangChain4j
 * writes the request and does nothing more, so that none of its code runs between the socket and
 * the visitor.
 */
public final class BridgeHttpClient implements HttpClient {
    /** The longest answer that is not streamed: some 2000 vectors of 3000 numbers. */
    private static final int LONGEST = 128 << 20;

    private final ScopedValue<AtomicReference<HttpRequest>> taken = ScopedValue.newInstance();
    private final Transport transport;
    private final Clocks clocks;
    private final UnaryOperator<Request> finish;
    private final Function<String, List<Long>> places;
    private final ScopedValue<List<Long>> placed = ScopedValue.newInstance();

    /**
     * @param clocks the timeouts of requests for a single answer
     * @param finish adds to each request what LangChain4j cannot express
     */
    public BridgeHttpClient(Transport transport, Clocks clocks, UnaryOperator<Request> finish) {
        this(transport, clocks, finish, answer -> List.of());
    }

    /**
     * Creates a client for embeddings as well.
     *
     * @param places reads from an answer which text each vector belongs to, because LangChain4j
     *     ignores it; an empty list if the answer does not say
     */
    public BridgeHttpClient(
            Transport transport,
            Clocks clocks,
            UnaryOperator<Request> finish,
            Function<String, List<Long>> places) {
        this.places = places;
        this.transport = transport;
        this.clocks = clocks;
        this.finish = finish;
    }

    /**
     * Returns the request that {@code model} would send for {@code prompt}, without sending it. The
     * request is written on a separate thread: the JSON library keeps some 30 KB for each thread
     * that has written, and the caller's thread lives as long as the answer.
     */
    public Request write(StreamingChatModel model, Prompt prompt) {
        var request = new AtomicReference<HttpRequest>();
        var writing =
                new FutureTask<>(
                        () ->
                                ScopedValue.where(taken, request)
                                        .run(() -> model.chat(chat(prompt), new Unheard())),
                        true);
        Thread.ofVirtual().start(writing);
        try {
            writing.get();
        } catch (ExecutionException e) {
            throw new PluginException(
                    Reason.BROKEN, "LangChain4j refuses this prompt: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failures().cancelled(e);
        }
        HttpRequest written = request.get();
        if (written == null) {
            throw new PluginException(Reason.BROKEN, "LangChain4j has not written a request");
        }
        return finish.apply(Request.of(written));
    }

    private static ChatRequest chat(Prompt prompt) {
        return ChatRequest.builder().messages(Messages.of(prompt)).build();
    }

    /**
     * Makes {@code model} send its request through this client and read the answer. The vectors are
     * in the order of the texts.
     */
    List<float[]> embed(EmbeddingModel model, List<String> texts) {
        List<Long> named = new ArrayList<>();
        try {
            List<float[]> vectors =
                    ScopedValue.where(placed, named)
                            .call(
                                    () ->
                                            model
                                                    .embedAll(
                                                            texts.stream()
                                                                    .map(TextSegment::from)
                                                                    .toList())
                                                    .content()
                                                    .stream()
                                                    .map(Embedding::vector)
                                                    .toList());
            if (vectors.size() != texts.size()) {
                throw failures()
                        .unavailable(
                                "it sent %d vectors for %d texts"
                                        .formatted(vectors.size(), texts.size()),
                                null);
            }
            return VectorOrder.ordered(vectors, named);
        } catch (ProtocolException e) {
            throw failures().unavailable("it " + e.getMessage(), e);
        } catch (RuntimeException e) {
            throw unwrapped(e);
        }
    }

    /** The exception that the transport threw, unwrapped from LangChain4j's. */
    private PluginException unwrapped(RuntimeException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof PluginException failure) {
                return failure;
            }
        }
        return failures().unavailable("it sent an answer that can't be read", e);
    }

    Failures failures() {
        return transport.failures();
    }

    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        return transport.send(
                finish.apply(Request.of(request)),
                clocks,
                (head, body, clock) -> {
                    var answer = new String(Transport.all(body, LONGEST), StandardCharsets.UTF_8);
                    if (placed.isBound()) {
                        placed.get().addAll(places.apply(answer));
                    }
                    return SuccessfulHttpResponse.builder()
                            .statusCode(head.status())
                            .headers(head.lists())
                            .body(answer)
                            .build();
                });
    }

    @Override
    public void execute(
            HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
        if (!taken.isBound()) {
            throw new PluginException(
                    Reason.BROKEN, "a stream was asked for outside of a ChatBridge");
        }
        taken.get().set(request);
    }

    /**
     * For LangChain4j's model builders. The timeouts that they set are ignored in favour of ours.
     */
    public HttpClientBuilder builder() {
        return new Builder();
    }

    private final class Builder implements HttpClientBuilder {
        @Override
        public Duration connectTimeout() {
            return clocks.connect();
        }

        @Override
        public HttpClientBuilder connectTimeout(Duration timeout) {
            return this;
        }

        @Override
        public Duration readTimeout() {
            return clocks.total();
        }

        @Override
        public HttpClientBuilder readTimeout(Duration timeout) {
            return this;
        }

        @Override
        public HttpClient build() {
            return BridgeHttpClient.this;
        }
    }

    /** Never called, because LangChain4j never sees an answer. */
    private static final class Unheard implements StreamingChatResponseHandler {
        @Override
        public void onPartialResponse(String text) {
            throw new IllegalStateException("LangChain4j has sent the request itself");
        }

        @Override
        public void onCompleteResponse(ChatResponse response) {
            throw new IllegalStateException("LangChain4j has sent the request itself");
        }

        @Override
        public void onError(Throwable error) {
            throw new IllegalStateException("LangChain4j could not write the request", error);
        }
    }
}
