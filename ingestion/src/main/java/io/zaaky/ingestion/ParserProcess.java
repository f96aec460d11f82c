package io.zaaky.ingestion;

import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads formats that are no plain text, in a process of its own that can be killed: it is started
 * by the first document, takes one at a time, and ends when it has had nothing to do for a while.
 * Safe to call from many threads, virtual ones too; callers wait for each other.
 */
public final class ParserProcess implements DocumentParser, AutoCloseable {
    /**
     * What a document may cost.
     *
     * @param time for one document; then its process is killed
     * @param characters of what comes out
     * @param documents that one process reads
     * @param idle how long a process without work is kept
     */
    public record Limits(Duration time, int characters, int documents, Duration idle) {
        public static final Limits USUAL =
                new Limits(Duration.ofSeconds(60), 20_000_000, 200, Duration.ofSeconds(60));
    }

    private final ParserProgram program;
    private final Limits limits;
    private final ReentrantLock turn = new ReentrantLock(true);
    private final ScheduledThreadPoolExecutor thread;
    private volatile @Nullable RunningParser worker; // written by the thread, read for killing it
    private @Nullable ScheduledFuture<?> rest; // the thread's alone
    private volatile boolean closed;

    /**
     * Starts nothing yet.
     *
     * @param program what is started
     */
    public ParserProcess(ParserProgram program, Limits limits) {
        this.program = program;
        this.limits = limits;
        // Not a virtual thread: a read from a pipe keeps its carrier.
        this.thread =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("document-parser").factory());
        thread.setRemoveOnCancelPolicy(true);
    }

    @Override
    public Parsed parse(byte[] content, String mediaType) {
        boolean mine = false;
        try {
            turn.lockInterruptibly();
            mine = true;
            return await(thread.submit(() -> read(content, mediaType)));
        } catch (InterruptedException e) {
            throw new PluginException(Reason.CANCELLED, "no document is read any more", e);
        } finally {
            if (mine) {
                turn.unlock();
            }
        }
    }

    private Parsed await(Future<Parsed> reading) throws InterruptedException {
        try {
            return reading.get(limits.time().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnreadableDocumentException refused) {
                throw refused;
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            abandon(reading);
            throw new UnreadableDocumentException(
                    "Reading it took longer than " + limits.time().toSeconds() + " seconds.");
        } catch (InterruptedException e) {
            abandon(reading);
            throw e;
        }
    }

    /** Kills the process, which ends the reading; the thread is free when this returns. */
    private void abandon(Future<Parsed> reading) {
        boolean interrupted = false;
        boolean over = false;
        while (!over) {
            Optional.ofNullable(worker).ifPresent(RunningParser::kill);
            try {
                reading.get(50, TimeUnit.MILLISECONDS);
                over = true;
            } catch (ExecutionException e) {
                over = true;
            } catch (TimeoutException e) {
                over = false; // it was about to start one
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Parsed read(byte[] content, String mediaType) {
        if (rest != null) {
            rest.cancel(false);
        }
        RunningParser running = worker;
        try {
            if (running == null || !running.isFit(limits.documents())) {
                end();
                if (closed) {
                    throw new UnreadableDocumentException("The server stops.");
                }
                running = program.start();
                worker = running;
            }
            Parsed parsed = running.read(content, mediaType, limits.characters());
            rest = thread.schedule(this::end, limits.idle().toMillis(), TimeUnit.MILLISECONDS);
            return parsed;
        } catch (IOException e) {
            String sentence = running == null ? ParserProgram.MISSING : running.failure();
            end();
            throw new UnreadableDocumentException(sentence);
        }
    }

    private void end() {
        RunningParser running = worker;
        worker = null;
        if (running != null) {
            running.end();
        }
    }

    /** Ends the process, also in the middle of a document. */
    @Override
    public void close() {
        closed = true;
        Optional.ofNullable(worker).ifPresent(RunningParser::kill);
        try {
            thread.submit(this::end).get();
        } catch (ExecutionException | java.util.concurrent.RejectedExecutionException e) {
            // nothing is left to be ended
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.shutdownNow();
    }
}
