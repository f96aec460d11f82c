package io.zaaky.app.http;

import io.zaaky.app.chat.Chatbot;
import io.zaaky.app.chat.Ending;
import io.zaaky.app.chat.ErrorCode;
import io.zaaky.app.chat.Question;
import io.zaaky.app.chat.RunningAnswer;
import io.zaaky.app.chat.RunningAnswer.Cancellation;
import org.jspecify.annotations.Nullable;

/**
 * An answer under way, or one that ended a moment ago: who asked for it, who waits for it, what it
 * has said. When nobody has waited for the length of the grace, it is cancelled.
 */
final class LiveAnswer implements StreamTicker.Ticking {
    private final Chatbot chatbot;
    private final Question question;
    private final RunningAnswer running;
    private final AnswerLog log;
    private final long graceNanos;

    private int waiting = 1; // guarded by this; the asking visitor is the first
    private long leftNanos; // guarded by this: when the last one left
    private @Nullable Ending ending; // guarded by this
    private volatile boolean chunked;
    private volatile long endedNanos; // 0 while it is under way

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

    Chatbot chatbot() {
        return chatbot;
    }

    Question question() {
        return question;
    }

    /** Whether it was asked for in that session. */
    boolean isOf(String session) {
        return LiveAnswers.isSame(question.conversation().session(), session);
    }

    AnswerLog log() {
        return log;
    }

    /** Somebody else waits for the answer too; {@link #left} must follow. */
    synchronized void joined() {
        waiting++;
    }

    /** One of those who waited does so no more. */
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
    void stop() {
        running.cancel(Cancellation.STOPPED);
    }

    /** The first call counts. Called by the answer's thread. */
    void end(@Nullable Ending how) {
        synchronized (this) {
            if (endedNanos != 0) {
                return;
            }
            ending = how;
            endedNanos = System.nanoTime();
        }
        log.ended();
    }

    /** How it ended; also a failure if it has not, or by a fault. */
    synchronized Ending ending() {
        return ending == null ? new Ending.Failed(ErrorCode.INTERNAL) : ending;
    }

    /** Whether it ended longer ago than anybody comes back for. */
    boolean isOver(long now) {
        return endedNanos != 0 && now - endedNanos >= graceNanos;
    }

    @Override
    public void tick(long now) {
        synchronized (this) {
            if (endedNanos == 0 && waiting == 0 && now - leftNanos >= graceNanos) {
                running.cancel(Cancellation.LEFT);
            }
        }
    }
}
