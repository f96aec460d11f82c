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
 * An answer under way, or one that ended a moment ago: who asked for it, who waits for it, what it
 * has said. When nobody has waited for the length of the grace, it is cancelled.
 */
final class LiveAnswer {
    private final Chatbot chatbot;
    private final Question question;
    private final RunningAnswer running;
    private final AnswerLog log;
    private final long graceNanos;

    private @Nullable Viewer asking; // guarded by this
    private int waiting = 1; // guarded by this; the asking visitor is the first
    private int joined; // guarded by this: those of them who came along
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

    /** Its frames were chunks, which nobody can come back to. */
    void inChunks() {
        chunked = true;
    }

    boolean isInChunks() {
        return chunked;
    }

    /** Its conversation is gone: nobody comes back to it once it has ended. */
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

    /** Its pieces are written to this visitor by the answer's thread. */
    synchronized void isSentTo(Viewer viewer) {
        asking = viewer;
        if (joined > 0) {
            viewer.hurry();
        }
    }

    /** Somebody else waits for the answer too, or reads what it has said; {@link #part} follows. */
    synchronized void join() {
        joined++;
        waiting++;
        if (asking != null) {
            asking.hurry();
        }
    }

    /** One who had joined does so no more. */
    synchronized void part() {
        joined--;
        left();
    }

    /** The asking visitor has gone. */
    synchronized void left() {
        if (--waiting == 0) {
            leftNanos = System.nanoTime();
            if (graceNanos == 0) {
                running.cancel(Cancellation.LEFT);
            }
        }
    }

    /** A visitor who waits for nothing but the whole answer has gone: nobody will come back. */
    synchronized void gaveUp() {
        if (--waiting == 0) {
            running.cancel(Cancellation.LEFT);
        }
    }

    /** The visitor wants no more of it. */
    synchronized void stop() {
        running.cancel(Cancellation.STOPPED);
        if (asking != null) {
            asking.hurry();
        }
    }

    /** The first call counts. Called by the answer's thread. */
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
     * Joins, and waits for the end.
     *
     * @param gone whether the one who waits has gone; asked after each {@link AnswerLog#wake}
     * @return how it ended; {@code Left} if the one who waits has gone, or the server stops
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

    /** After the end. */
    private synchronized Ending ending() {
        return ending == null ? new Ending.Failed(ErrorCode.INTERNAL) : ending;
    }

    /**
     * Cancels the answer when nobody has waited for the length of the grace. Called a few times a
     * second, and does not block.
     *
     * @return whether it is over: nobody reads it, and it ended longer ago than anybody comes back
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
