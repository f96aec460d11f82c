package io.zaaky.ingestion;

import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A process that reads documents and can be killed. The first document starts it. It reads one
 * document at a time, and ends after it has been idle for a while. Used by one thread at a time,
 * which may be a virtual thread; any thread may call {@link #close}.
 */
final class ParserProcess implements AutoCloseable {
    private final ParserProgram program;
    private final ParserLimits limits;
    private final ScheduledThreadPoolExecutor thread;
    private volatile @Nullable RunningParser worker; // written by the thread only
    private @Nullable ScheduledFuture<?> rest; // used only by the thread
    private volatile boolean closed;

    /** Reads the rest of an answer. */
    interface Taking<T> {
        T from(ParserAnswer answer) throws IOException;
    }

    /**
     * Starts no process yet.
     *
     * @param program the program to start
     */
    ParserProcess(ParserProgram program, ParserLimits limits) {
        this.program = program;
        this.limits = limits;
        // Not a virtual thread: a read from a pipe pins its carrier.
        this.thread =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("document-parser").factory());
        thread.setRemoveOnCancelPolicy(true);
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Whether the process is running, so that the next document needs no new one. */
    boolean isWarm() {
        return worker != null;
    }

    /**
     * Sends a request and reads its answer.
     *
     * @throws UnreadableDocumentException if there is no answer
     */
    <T> T ask(ParserRequest request, Taking<T> taking) throws InterruptedException {
        Future<T> reading;
        try {
            reading = thread.submit(() -> read(request, taking));
        } catch (RejectedExecutionException e) {
            throw stopping();
        }
        try {
            return reading.get(limits.time().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case UnreadableDocumentException refused -> throw refused;
                case PluginException stopped -> throw stopped;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        } catch (CancellationException e) {
            throw stopping();
        } catch (TimeoutException e) {
            abandon(reading);
            throw new UnreadableDocumentException(
                    "Reading it took longer than " + limits.time().toSeconds() + " seconds.", true);
        } catch (InterruptedException e) {
            abandon(reading);
            throw e;
        }
    }

    private static PluginException stopping() {
        return new PluginException(Reason.CANCELLED, "no document is read any more");
    }

    /** Kills the process, which ends the reading. The thread is free when this method returns. */
    private void abandon(Future<?> reading) {
        boolean interrupted = false;
        boolean over = false;
        while (!over) {
            Optional.ofNullable(worker).ifPresent(RunningParser::kill);
            try {
                reading.get(50, TimeUnit.MILLISECONDS);
                over = true;
            } catch (ExecutionException | CancellationException e) {
                over = true;
            } catch (TimeoutException e) {
                over = false; // it was about to start a process
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private <T> T read(ParserRequest request, Taking<T> taking) {
        if (rest != null) {
            rest.cancel(false);
        }
        RunningParser running = worker;
        try {
            if (running == null || !running.isFit(limits.documents())) {
                end();
                running = started();
            }
            return taking.from(running.ask(request, limits.document()));
        } catch (IOException e) {
            var failure = running == null ? ParserProgram.missing() : running.failure();
            end();
            throw closed ? stopping() : failure;
        } finally {
            rest();
        }
    }

    private void rest() {
        try {
            rest = thread.schedule(this::end, limits.idle().toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            end(); // the object is being closed
        }
    }

    private RunningParser started() throws IOException {
        if (closed) {
            throw stopping();
        }
        RunningParser running = program.start(limits.megabytes());
        worker = running;
        if (closed) { // closed in the meantime; close() may not have seen the process
            end();
            throw stopping();
        }
        return running;
    }

    private void end() {
        RunningParser running = worker;
        worker = null;
        if (running != null) {
            running.end();
        }
    }

    /** Ends the process, even in the middle of a document. */
    @Override
    public void close() {
        closed = true;
        Optional.ofNullable(worker).ifPresent(RunningParser::kill);
        try {
            thread.submit(this::end).get();
        } catch (ExecutionException | RejectedExecutionException e) {
            // nothing is left to end
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.shutdown();
    }
}
