package io.zaaky.llm.langchain4j;

import io.zaaky.spi.PluginException;
import io.zaaky.spi.Prompt;
import io.zaaky.spi.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * Streams answers: sends a request, reads the frames of the answer, and delivers its text, all on
 * the caller's thread. Implements the contract of {@link io.zaaky.spi.ChatModel#stream}.
 */
public final class ChatBridge {
    private final Transport transport;
    private final Clocks clocks;
    private final Protocol protocol;
    private final int maxTokens;
    private final ToIntFunction<String> countTokens;

    /**
     * The streaming protocol of a provider.
     *
     * @param mediaType the media type of its streams, such as {@code text/event-stream}
     * @param frames splits a stream into frames
     * @param parser creates a parser for one answer
     */
    public record Protocol(
            String mediaType, Function<InputStream, Frames> frames, Supplier<ChunkParser> parser) {}

    /**
     * @param maxTokens how many tokens an answer may have; if a provider ignores the limit, the
     *     answer is cut
     * @param countTokens estimates token counts if the provider sends none
     */
    public ChatBridge(
            Transport transport,
            Clocks clocks,
            Protocol protocol,
            int maxTokens,
            ToIntFunction<String> countTokens) {
        this.transport = transport;
        this.clocks = clocks;
        this.protocol = protocol;
        this.maxTokens = maxTokens;
        this.countTokens = countTokens;
    }

    /** Sends {@code request}, which was written for {@code prompt}, and streams the answer. */
    public Reply stream(Request request, Prompt prompt, Consumer<String> onText) {
        return transport.send(
                request.accepting(protocol.mediaType()),
                clocks,
                (head, body, clock) -> {
                    checkType(head, body, clock);
                    var answer = new Answer(clock, transport.failures(), maxTokens, onText);
                    read(protocol.frames().apply(body), answer);
                    return answer.end(prompt, countTokens);
                });
    }

    /** Rejects an answer that is a page or a single object; its text often explains the problem. */
    private void checkType(ResponseHead head, Body body, CallClock clock) throws IOException {
        String type = head.mediaType();
        boolean page = type.endsWith("html") || type.endsWith("xml");
        boolean object = type.equals("application/json") && !protocol.mediaType().endsWith("json");
        String encoding = head.header("content-encoding");
        if (!encoding.isEmpty() && !encoding.equals("identity")) {
            throw new ProtocolException("sent its answer compressed, which nobody asked for");
        }
        if (page || object) {
            throw notAStream(type, Transport.explanation(body, clock));
        }
    }

    private PluginException notAStream(String type, byte[] start) {
        Failures failures = transport.failures();
        ProviderError error = errorIn(start);
        return error.isError()
                ? failures.error(error, true)
                : failures.unavailable(
                        "it sent "
                                + type
                                + " where a stream of text should be; is base-url right? It says: "
                                + transport.upstream().quote(ProviderError.explain(start)),
                        null);
    }

    private static ProviderError errorIn(byte[] body) {
        var json = new JsonScanner();
        json.reset(body, 0, body.length);
        try {
            json.object();
            while (json.field()) {
                if (json.name().equals("error")) {
                    return ProviderError.read(json);
                }
                json.skip();
            }
        } catch (MalformedJsonException e) {
            // then it contains no error to report
        }
        return new ProviderError(-1, "");
    }

    /**
     * Reads until the end of the stream. After the finish reason, the stream may also end abruptly.
     */
    private void read(Frames frames, Answer answer) throws IOException {
        ChunkParser parser = protocol.parser().get();
        var chunk = new Chunk();
        while (next(frames, answer)) {
            chunk.clear();
            try {
                parser.parse(frames.bytes(), frames.length(), frames.error(), chunk);
            } catch (MalformedJsonException e) {
                if (frames.whole()) {
                    throw junk(frames, e);
                }
                return;
            }
            if (answer.take(chunk)) {
                return;
            }
            if (Thread.currentThread().isInterrupted()) {
                throw transport.failures().cancelled(null);
            }
        }
    }

    private static boolean next(Frames frames, Answer answer) throws IOException {
        try {
            return frames.next();
        } catch (IOException e) {
            if (answer.finished() && !Thread.currentThread().isInterrupted()) {
                return false;
            }
            throw e;
        }
    }

    private PluginException junk(Frames frames, MalformedJsonException e) {
        String start =
                new String(
                        frames.bytes(), 0, Math.min(frames.length(), 400), StandardCharsets.UTF_8);
        return transport
                .failures()
                .unavailable(
                        "it sent " + e.getMessage() + ": " + transport.upstream().quote(start), e);
    }
}
