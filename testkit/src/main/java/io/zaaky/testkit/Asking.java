package io.zaaky.testkit;

import io.zaaky.spi.ChatModel;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Prompt;
import io.zaaky.spi.Reason;
import io.zaaky.spi.Reply;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A question to a model, asked on its own virtual thread, and its result. */
public final class Asking {
    private final Thread thread;
    private final List<String> pieces = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> arriving = new LinkedBlockingQueue<>();
    private volatile @Nullable Reply reply;
    private volatile @Nullable Throwable failure;
    private volatile boolean strange;

    private Asking(ChatModel model, Prompt prompt, Consumer<String> onText) {
        thread = Thread.ofVirtual().unstarted(() -> run(model, prompt, onText));
    }

    /** Asks the question and records each piece of text. */
    public static Asking start(ChatModel model, Prompt prompt) {
        return start(model, prompt, piece -> {});
    }

    /** Asks the question, records each piece of text, and passes it on. */
    public static Asking start(ChatModel model, Prompt prompt, Consumer<String> onText) {
        var asking = new Asking(model, prompt, onText);
        asking.thread.start();
        return asking;
    }

    @SuppressWarnings("Interruption") // interruption is what is tested
    private void run(ChatModel model, Prompt prompt, Consumer<String> onText) {
        try {
            reply =
                    model.stream(
                            prompt,
                            piece -> {
                                strange |= Thread.currentThread() != thread;
                                pieces.add(piece);
                                arriving.add(piece);
                                onText.accept(piece);
                            });
        } catch (RuntimeException | Error e) {
            failure = e;
        }
    }

    /** Interrupts the asking thread. */
    public void interrupt() {
        thread.interrupt();
    }

    /** Waits for the next piece of text. */
    public String piece() {
        try {
            String piece = arriving.poll(StubUpstream.LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            if (piece == null) {
                throw new AssertionError("no text came; failure: " + failure);
            }
            return piece;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for text", e);
        }
    }

    /** Waits for the end. Returns whether the call succeeded. */
    public boolean replied() {
        ended();
        return reply != null;
    }

    /** Waits for the end; the call must succeed. */
    public Reply reply() {
        ended();
        Reply good = reply;
        if (good == null) {
            throw new AssertionError("the model failed", failure);
        }
        return good;
    }

    /** Waits for the end; the call must fail for this reason. */
    public PluginException failure(Reason reason) {
        if (thrown() instanceof PluginException failed && failed.reason() == reason) {
            return failed;
        }
        throw new AssertionError("not " + reason + " but " + failure, failure);
    }

    /** Waits for the end; the call must throw an exception. */
    public Throwable thrown() {
        ended();
        Throwable thrown = failure;
        if (thrown == null) {
            throw new AssertionError("no exception, but " + reply + " and the text " + text());
        }
        return thrown;
    }

    /** The text so far. */
    public String text() {
        return String.join("", pieces);
    }

    /** The pieces so far. */
    public List<String> pieces() {
        return pieces;
    }

    /** Whether a piece was delivered on a thread other than the asking one. */
    public boolean sawAnotherThread() {
        return strange;
    }

    /** Waits for the end, whatever the result. */
    public void ended() {
        try {
            if (!thread.join(StubUpstream.LIMIT)) {
                throw new AssertionError(
                        "the call has not ended; text so far: " + text() + stack());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for the end", e);
        }
    }

    private String stack() {
        var stack = new StringBuilder();
        for (StackTraceElement frame : thread.getStackTrace()) {
            stack.append("\n    at ").append(frame);
        }
        return stack.toString();
    }
}
