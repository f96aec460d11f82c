package io.zaaky.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * How a {@link StubUpstream} answers one call, step by step. Unless told otherwise it answers 200
 * with a chunked stream of the provider's media type, writes each step at once, ends the body
 * properly and closes. Every method adds a step or a detail and returns this script.
 */
public final class StubScript {

    /** Whose streams are written. */
    enum Dialect {
        OPENAI("text/event-stream"),
        OLLAMA("application/x-ndjson");

        final String mediaType;

        Dialect(String mediaType) {
            this.mediaType = mediaType;
        }
    }

    /** One step of the answer's way. */
    @FunctionalInterface
    private interface Step {
        /** Returns whether the script goes on. */
        boolean play(Stage stage) throws IOException, InterruptedException;
    }

    /** What steps act upon. */
    private record Stage(Socket socket, OutputStream out, StubCall call, Semaphore released) {}

    private final Dialect dialect;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final List<Step> before = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private int status = 200;
    private boolean chunked = true;
    private int atATime = Integer.MAX_VALUE;
    private String finish = "";

    StubScript(Dialect dialect) {
        this.dialect = dialect;
        headers.put("Content-Type", dialect.mediaType);
    }

    /** Another status than 200. */
    public StubScript status(int code) {
        status = code;
        return this;
    }

    /** A header more, or another value than the usual one; an empty value leaves the header out. */
    public StubScript header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** The body is not chunked; its end is the end of the connection. */
    public StubScript closeDelimited() {
        chunked = false;
        return this;
    }

    /** Writes at most {@code n} bytes at a time, each time in a packet of its own. */
    public StubScript atATime(int n) {
        atATime = n;
        return this;
    }

    /**
     * Waits before the status line for {@link StubUpstream#release}, or for the client to leave.
     */
    public StubScript holdHeaders() {
        before.add(StubScript::hold);
        return this;
    }

    /** Pieces of text, each in a frame of its own. */
    public StubScript tokens(String... pieces) {
        for (String piece : pieces) {
            frame(
                    switch (dialect) {
                        case OPENAI ->
                                """
                                {"id":"c-1","object":"chat.completion.chunk","model":"stub","choices":[{"index":0,\
                                "delta":{"content":%s},"finish_reason":null}]}\
                                """
                                        .formatted(quote(piece));
                        case OLLAMA ->
                                """
                                {"model":"stub","created_at":"2026-11-23T00:00:00Z","message":\
                                {"role":"assistant","content":%s},"done":false}\
                                """
                                        .formatted(quote(piece));
                    });
        }
        return this;
    }

    /** The end of the answer: {@code stop}, {@code length} and so on. Usage may follow. */
    public StubScript finish(String reason) {
        switch (dialect) {
            case OPENAI ->
                    frame(
                            """
                            {"id":"c-1","choices":[{"index":0,"delta":{},"finish_reason":%s}]}\
                            """
                                    .formatted(quote(reason)));
            case OLLAMA -> finish = reason;
        }
        return this;
    }

    /** Token counts, and the very end of the stream. */
    public StubScript usage(int prompt, int completion) {
        return switch (dialect) {
            case OPENAI ->
                    frame(
                                    """
                                    {"id":"c-1","choices":[],"usage":{"prompt_tokens":%d,\
                                    "completion_tokens":%d}}\
                                    """
                                            .formatted(prompt, completion))
                            .frame("[DONE]");
            case OLLAMA ->
                    frame(
                            """
                            {"model":"stub","message":{"role":"assistant","content":""},"done":true,\
                            "done_reason":%s,"prompt_eval_count":%d,"eval_count":%d}\
                            """
                                    .formatted(quote(finish), prompt, completion));
        };
    }

    /** A frame with this JSON. */
    public StubScript frame(String json) {
        return switch (dialect) {
            case OPENAI -> text("data: " + json + "\n\n");
            case OLLAMA -> text(json + "\n");
        };
    }

    /** These characters of the body. */
    public StubScript text(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** These bytes of the body. */
    public StubScript bytes(byte[] bytes) {
        steps.add(stage -> write(stage, bytes));
        return this;
    }

    /** Not a stream, but JSON made from the request. */
    public StubScript json(Function<StubCall, String> answer) {
        headers.put("Content-Type", "application/json");
        steps.add(
                stage -> write(stage, answer.apply(stage.call()).getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    /** These bytes for ever, until the client leaves. */
    public StubScript endless(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        steps.add(
                stage -> {
                    while (!stage.call().isClosed()) {
                        write(stage, bytes);
                    }
                    return false;
                });
        return this;
    }

    /** The same with a pause before each time. */
    public StubScript endless(String text, Duration pause) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        steps.add(
                stage -> {
                    while (!stage.call().await(pause.toMillis())) {
                        write(stage, bytes);
                    }
                    return false;
                });
        return this;
    }

    /** Waits for {@link StubUpstream#release}, or for the client to leave. */
    public StubScript hold() {
        steps.add(StubScript::hold);
        return this;
    }

    /** Waits, or until the client leaves. */
    public StubScript pause(Duration time) {
        steps.add(stage -> !stage.call().await(time.toMillis()));
        return this;
    }

    /** Closes the connection here and now, without an end of the body. */
    public StubScript cut() {
        steps.add(stage -> false);
        return this;
    }

    /** Resets the connection here and now. */
    public StubScript reset() {
        steps.add(
                stage -> {
                    stage.socket().setSoLinger(true, 0);
                    return false;
                });
        return this;
    }

    void play(Socket socket, StubCall call, Semaphore released)
            throws IOException, InterruptedException {
        var stage = new Stage(socket, socket.getOutputStream(), call, released);
        if (!play(before, stage)) {
            return;
        }
        packets(stage.out(), head());
        if (play(steps, stage) && chunked) {
            packets(stage.out(), ascii("0\r\n\r\n"));
        }
    }

    private static boolean play(List<Step> steps, Stage stage)
            throws IOException, InterruptedException {
        for (Step step : steps) {
            if (!step.play(stage)) {
                return false;
            }
        }
        return true;
    }

    private byte[] head() {
        var head = new StringBuilder("HTTP/1.1 " + status + " Stub\r\nConnection: close\r\n");
        headers.forEach(
                (name, value) -> {
                    if (!value.isEmpty()) {
                        head.append(name).append(": ").append(value).append("\r\n");
                    }
                });
        head.append(chunked ? "Transfer-Encoding: chunked\r\n\r\n" : "\r\n");
        return ascii(head.toString());
    }

    private boolean write(Stage stage, byte[] bytes) throws IOException {
        if (chunked && bytes.length > 0) { // an empty chunk would be the end
            byte[] size = ascii(Integer.toHexString(bytes.length) + "\r\n");
            byte[] chunk = Arrays.copyOf(size, size.length + bytes.length + 2);
            System.arraycopy(bytes, 0, chunk, size.length, bytes.length);
            chunk[chunk.length - 2] = '\r';
            chunk[chunk.length - 1] = '\n';
            packets(stage.out(), chunk);
        } else {
            packets(stage.out(), bytes);
        }
        return true;
    }

    private void packets(OutputStream out, byte[] bytes) throws IOException {
        for (int from = 0; from < bytes.length; from += atATime) {
            int n = Math.min(atATime, bytes.length - from);
            out.write(bytes, from, n);
            if (n == bytes.length - from) {
                return; // from + atATime may be too large for an int
            }
        }
    }

    private static boolean hold(Stage stage) throws InterruptedException {
        while (!stage.released().tryAcquire(20, TimeUnit.MILLISECONDS)) {
            if (stage.call().isClosed()) {
                return false;
            }
        }
        return true;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String quote(String text) {
        var quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                default -> {
                    if (c < ' ') {
                        quoted.append("\\u%04x".formatted((int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}
