package io.zaaky.testkit;

import io.zaaky.spi.Purpose;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Defines step by step how a {@link StubUpstream} answers one call. By default, the answer has
 * status 200 and is a chunked stream of the provider's media type. Each step is written
 * immediately, the body ends properly, and then the connection is closed. Every method adds a step
 * or a detail and returns this script.
 */
public final class StubScript {
    private final StubDialect dialect;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final List<StubStage.Step> before = new ArrayList<>();
    private final List<StubStage.Step> steps = new ArrayList<>();
    private int status = 200;
    private boolean chunked = true;
    private int atATime = Integer.MAX_VALUE;
    private StubStage.Mark mark = StubStage.Mark.NONE;
    private String finish = "";

    StubScript(StubDialect dialect) {
        this.dialect = dialect;
        headers.put("Content-Type", dialect.mediaType);
    }

    /** Sets a status other than 200. */
    public StubScript status(int code) {
        status = code;
        return this;
    }

    /** Adds a header or changes its default value; an empty value omits the header. */
    public StubScript header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** Does not chunk the body; it ends with the connection. */
    public StubScript closeDelimited() {
        chunked = false;
        return this;
    }

    /** Writes at most {@code n} bytes at a time, each time in a separate packet. */
    public StubScript atATime(int n) {
        atATime = n;
        return this;
    }

    /** Closes the connection after this many bytes in total, including the head. */
    public StubScript cutAfter(long bytes) {
        mark = new StubStage.Mark(bytes, stage -> false);
        return this;
    }

    /** Resets the connection after this many bytes in total, including the head. */
    public StubScript resetAfter(long bytes) {
        mark = new StubStage.Mark(bytes, StubStage::reset);
        return this;
    }

    /** Holds like {@link #hold}, after this many bytes in total, including the head. */
    public StubScript holdAfter(long bytes) {
        mark = new StubStage.Mark(bytes, StubStage::hold);
        return this;
    }

    /**
     * Waits before the status line for {@link StubUpstream#release}, or for the client to leave.
     */
    public StubScript holdHeaders() {
        before.add(StubStage::hold);
        return this;
    }

    /** The same, only for calls that match. */
    public StubScript holdHeaders(Predicate<StubCall> which) {
        before.add(stage -> !which.test(stage.call()) || stage.hold());
        return this;
    }

    /** Waits before the status line of matching calls, or until the client leaves. */
    public StubScript delayHeaders(Duration time, Predicate<StubCall> which) {
        before.add(stage -> !which.test(stage.call()) || !stage.call().await(time.toMillis()));
        return this;
    }

    /** Sends pieces of text, each in its own frame. */
    public StubScript tokens(String... pieces) {
        for (String piece : pieces) {
            frame(dialect.token(piece));
        }
        return this;
    }

    /** Sends pieces of text derived from the request, each in its own frame, after a pause. */
    public StubScript tokens(Duration pause, Function<StubCall, List<String>> pieces) {
        steps.add(
                stage -> {
                    for (String piece : pieces.apply(stage.call())) {
                        if (stage.call().await(pause.toMillis())) {
                            return false;
                        }
                        String frame = dialect.frame(dialect.token(piece));
                        stage.write(frame.getBytes(StandardCharsets.UTF_8));
                    }
                    return true;
                });
        return this;
    }

    /** Sends a piece of text for ever, each time in its own frame, until the client leaves. */
    public StubScript endlessTokens(String piece, Duration pause) {
        return endless(dialect.frame(dialect.token(piece)), pause);
    }

    /** Sends the finish reason: {@code stop}, {@code length} and so on. Usage may follow. */
    public StubScript finish(String reason) {
        finish = reason;
        dialect.finish(reason).forEach(this::frame);
        return this;
    }

    /** Sends the token counts and the end of the stream. */
    public StubScript usage(int prompt, int completion) {
        dialect.usage(finish, prompt, completion).forEach(this::frame);
        return this;
    }

    /** Sends a frame with this JSON. */
    public StubScript frame(String json) {
        return text(dialect.frame(json));
    }

    /** Sends these characters in the body. */
    public StubScript text(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends these bytes in the body. */
    public StubScript bytes(byte[] bytes) {
        steps.add(stage -> stage.write(bytes));
        return this;
    }

    /** Answers not with a stream, but with JSON derived from the request. */
    public StubScript json(Function<StubCall, String> answer) {
        headers.put("Content-Type", "application/json");
        steps.add(
                stage -> stage.write(answer.apply(stage.call()).getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    /**
     * Answers not with a stream, but with a vector for each text of the request, from {@link
     * FakeEmbedding}. The vectors have length 3, because servers need not normalise them to 1.
     */
    public StubScript embeddings() {
        return embeddings((call, right) -> right);
    }

    /**
     * The same from a server that changes the right vectors.
     *
     * @param wrong gets the call and the right vectors
     */
    public StubScript embeddings(BiFunction<StubCall, List<float[]>, List<float[]>> wrong) {
        var words = new FakeEmbedding("fake", 32, Map.of());
        return json(
                call ->
                        dialect.embeddings(
                                wrong.apply(
                                        call,
                                        words.embed(call.input(), Purpose.PASSAGE).stream()
                                                .map(StubScript::longer)
                                                .toList())));
    }

    private static float[] longer(float[] vector) {
        float[] longer = vector.clone();
        for (int i = 0; i < longer.length; i++) {
            longer[i] *= 3;
        }
        return longer;
    }

    /** Sends these bytes for ever, until the client leaves. */
    public StubScript endless(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        steps.add(
                stage -> {
                    while (!stage.call().isClosed()) {
                        stage.write(bytes);
                    }
                    return false;
                });
        return this;
    }

    /** The same with a pause before each repetition. */
    public StubScript endless(String text, Duration pause) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        steps.add(
                stage -> {
                    while (!stage.call().await(pause.toMillis())) {
                        stage.write(bytes);
                    }
                    return false;
                });
        return this;
    }

    /** Waits for {@link StubUpstream#release}, or for the client to leave. */
    public StubScript hold() {
        steps.add(StubStage::hold);
        return this;
    }

    /** Waits for this time, or until the client leaves. */
    public StubScript pause(Duration time) {
        steps.add(stage -> !stage.call().await(time.toMillis()));
        return this;
    }

    /** Closes the connection at this point, without ending the body. */
    public StubScript cut() {
        steps.add(stage -> false);
        return this;
    }

    /** Resets the connection at this point. */
    public StubScript reset() {
        steps.add(StubStage::reset);
        return this;
    }

    void play(Socket socket, StubCall call, Semaphore released)
            throws IOException, InterruptedException {
        var style = new StubStage.Style(chunked, atATime, mark);
        var stage = new StubStage(socket, call, released, style);
        if (!play(before, stage)) {
            return;
        }
        stage.head(status, headers);
        if (play(steps, stage)) {
            stage.end();
        }
    }

    private static boolean play(List<StubStage.Step> steps, StubStage stage)
            throws IOException, InterruptedException {
        for (StubStage.Step step : steps) {
            if (!step.play(stage)) {
                return false;
            }
        }
        return true;
    }
}
