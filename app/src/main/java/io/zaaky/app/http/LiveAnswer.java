package io.zaaky.app.http;

import io.zaaky.app.chat.Chatbot;
import io.zaaky.app.chat.Ending;
import io.zaaky.app.chat.ErrorCode;
import io.zaaky.app.chat.Question;
import io.zaaky.app.chat.RunningAnswer;
import io.zaaky.app.chat.RunningAnswer.Cancellation;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is under way or ended a moment ago: who asked for it, who waits for it, and what
 * it has said. When nobody has waited for it for the length of the grace period, it is cancelled.
 */
final class LiveAnswer {
    private final Chatbot chatbot;
    private final Question question;
    private final RunningAnswer running;
    private final AnswerLog log;
    private final long graceNanos;

    private @Nullable Viewer asking; // guarded by this
    private int waiting = 1; // guarded by this; the asking visitor is the first
    private int joined; // guarded by this: those of them who joined
    private long leftNanos; // guarded by this: when the last one left
    private @Nullable Ending ending; // guarded by this
    private volatile boolean chunked;
    private boolean forgotten; // guarded by this
    private long endedNanos; // guarded by this: 0 while it is under way

    LiveAnswer(
            Chatbot chatbot,
            Question question,
            RunningAnswer running,
            AnswerLog log,
            long graceNanos) {
        this.chatbot = chatbot;
        this.question = question;
        this.running = running;
        this.log = log;
        this.graceNanos = graceNanos;
    }

    /** Marks the answer as sent in chunks, which cannot be resumed. */
    void inChunks() {
        chunked = true;
    }

    boolean isInChunks() {
        return chunked;
    }

    /**
     * Marks the answer's conversation as deleted: the answer cannot be resumed once it has ended.
     */
    synchronized void forget() {
        forgotten = true;
    }

    synchronized boolean isForgotten() {
        return forgotten && endedNanos != 0;
    }

    Chatbot chatbot() {
        return chatbot;
    }

    Question question() {
        return question;
    }

    AnswerLog log() {
        return log;
    }

    /** Sets the visitor to whom the answer's thread writes the pieces. */
    synchronized void isSentTo(Viewer viewer) {
        asking = viewer;
        if (joined > 0) {
            viewer.hurry();
        }
    }

    /**
     * Adds another client that waits for the answer or reads what it has said; the caller must call
     * {@link #part} later.
     */
    synchronized void join() {
        joined++;
        waiting++;
        if (asking != null) {
            asking.hurry();
        }
    }

    /** A client that had joined has left. */
    synchronized void part() {
        joined--;
        left();
    }

    /** Records that the asking visitor has gone. */
    synchronized void left() {
        if (--waiting == 0) {
            leftNanos = System.nanoTime();
            if (graceNanos == 0) {
                running.cancel(Cancellation.LEFT);
            }
        }
    }

    /** A visitor who waits only for the whole answer has gone, and will not reconnect. */
    synchronized void gaveUp() {
        if (--waiting == 0) {
            running.cancel(Cancellation.LEFT);
        }
    }

    /** The visitor stops the answer. */
    synchronized void stop() {
        running.cancel(Cancellation.STOPPED);
        if (asking != null) {
            asking.hurry();
        }
    }

    /** Ends the answer; only the first call counts. Called by the answer's thread. */
    void end(@Nullable Ending how) {
        synchronized (this) {
            if (endedNanos != 0) {
                return;
            }
            ending = how;
            asking = null;
            endedNanos = System.nanoTime();
        }
        log.ended();
    }

    /**
     * Joins the answer and waits for its end.
     *
     * @param gone whether the waiting client has gone; checked after each {@link AnswerLog#wake}
     * @return how it ended; {@code Left} if the waiting client has gone, or the server stops
     */
    Ending await(BooleanSupplier gone) {
        join();
        try {
            log.awaitEnd(gone);
            return gone.getAsBoolean() ? new Ending.Left() : ending();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Ending.Left();
        } finally {
            part();
        }
    }

    /** Only valid after the end. */
    private synchronized Ending ending() {
        return ending == null ? new Ending.Failed(ErrorCode.INTERNAL) : ending;
    }

    /**
     * Cancels the answer when nobody has waited for it for the length of the grace period. Called a
     * few times a second; does not block.
     *
     * @return whether it is over: nobody reads it, and the time to resume it has passed
     */
    synchronized boolean tick(long now) {
        if (endedNanos != 0) {
            return joined == 0 && (forgotten || now - endedNanos >= graceNanos);
        }
        if (waiting == 0 && now - leftNanos >= graceNanos) {
            running.cancel(Cancellation.LEFT);
        }
        return false;
    }
}
