package io.zaaky.app.chat;

import io.zaaky.spi.ConversationKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The answers under way: at most one per conversation, with a limit in total and a limit per
 * organisation, so that one organisation's flood or hanging model leaves room for the others. An
 * answer that is finished and only needs to be sent no longer takes a place.
 */
public final class RunningAnswers {
    private final ConcurrentHashMap<ConversationKey, RunningAnswer> byConversation =
            new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private final Map<String, Integer> byOrganisation = new HashMap<>(); // guarded by lock
    private int most; // guarded by lock
    private int mostOfOne; // guarded by lock
    private int count; // guarded by lock: answers being made
    private int open; // guarded by lock: answers being made or sent
    private boolean closed; // guarded by lock

    /**
     * @param most the total limit
     * @param mostOfOne the limit for one organisation
     */
    public RunningAnswers(int most, int mostOfOne) {
        this.most = most;
        this.mostOfOne = mostOfOne;
    }

    /** The result of {@link #begin}. */
    public sealed interface Start {
        /** The answer may run; the caller must call {@link #end} later. */
        record Started(RunningAnswer answer) implements Start {}

        /** The conversation has an answer under way. */
        record InProgress(String messageId) implements Start {}

        /** Too many answers are under way. */
        record Full() implements Start {}

        /** The server stops. */
        record Closed() implements Start {}
    }

    /** Changes the limits; answers under way continue. */
    public void limit(int newMost, int newMostOfOne) {
        lock.lock();
        try {
            most = newMost;
            mostOfOne = newMostOfOne;
        } finally {
            lock.unlock();
        }
    }

    /** Begins an answer that the calling thread makes. */
    public Start begin(ConversationKey conversation, String messageId) {
        var answer = new RunningAnswer(messageId, Thread.currentThread());
        lock.lock();
        try {
            if (closed) {
                return new Start.Closed();
            }
            String organisation = conversation.chatbot().org();
            if (count >= most || byOrganisation.getOrDefault(organisation, 0) >= mostOfOne) {
                return new Start.Full();
            }
            RunningAnswer other = byConversation.putIfAbsent(conversation, answer);
            if (other != null) {
                return new Start.InProgress(other.messageId());
            }
            count++;
            open++;
            byOrganisation.merge(organisation, 1, Integer::sum);
            return new Start.Started(answer);
        } finally {
            lock.unlock();
        }
    }

    /** The answer under way in that conversation. */
    public Optional<RunningAnswer> of(ConversationKey conversation) {
        return Optional.ofNullable(byConversation.get(conversation));
    }

    /**
     * Marks the answer as finished, with only sending left: its place becomes free, and the
     * conversation's next question may be asked. Call this before anybody is told of the end. A
     * stopping server still waits until {@link #end}. Called by the answer's thread; the first call
     * counts.
     */
    public void made(ConversationKey conversation, RunningAnswer answer) {
        answer.settle();
        lock.lock();
        try {
            if (byConversation.remove(conversation, answer)) {
                count--;
                byOrganisation.computeIfPresent(
                        conversation.chatbot().org(), (_, n) -> n == 1 ? null : n - 1);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends an answer that had begun, once. Called by the answer's thread. */
    public void end(ConversationKey conversation, RunningAnswer answer) {
        made(conversation, answer);
        lock.lock();
        try {
            open--;
            idle.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether new answers are refused because the server stops. */
    public boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Refuses new answers from now on. */
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    /** Whether no answer is under way and all have been sent. */
    public boolean isIdle() {
        lock.lock();
        try {
            return open == 0;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until no answer is under way and all have been sent.
     *
     * @return whether that happened in time
     */
    public boolean awaitIdle(Duration most) throws InterruptedException {
        long left = most.toNanos();
        lock.lock();
        try {
            while (open > 0 && left > 0) {
                left = idle.awaitNanos(left);
            }
            return open == 0;
        } finally {
            lock.unlock();
        }
    }

    /** Cancels all answers under way, because the server stops. */
    public void cancelAll() {
        byConversation
                .values()
                .forEach(answer -> answer.cancel(RunningAnswer.Cancellation.SHUTDOWN));
    }
}
