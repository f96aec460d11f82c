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
 * A process that reads documents and can be killed: it is started by the first one, takes one at a
 * time, and ends when it has had nothing to do for a while. Used by one thread at a time, also a
 * virtual one; {@link #close} is for any.
 */
final class ParserProcess implements AutoCloseable {
    private final ParserProgram program;
    private final ParserLimits limits;
    private final ScheduledThreadPoolExecutor thread;
    private volatile @Nullable RunningParser worker; // written by the thread, read for killing it
    private @Nullable ScheduledFuture<?> rest; // the thread's alone
    private volatile boolean closed;

    /** Takes the rest of an answer. */
    interface Taking<T> {
        T from(ParserAnswer answer) throws IOException;
    }

    /**
     * Starts nothing yet.
     *
     * @param program what is started
     */
    ParserProcess(ParserProgram program, ParserLimits limits) {
        this.program = program;
        this.limits = limits;
        // Not a virtual thread: a read from a pipe keeps its carrier.
        this.thread =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("document-parser").factory());
        thread.setRemoveOnCancelPolicy(true);
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Whether the next document needs no new process. */
    boolean isWarm() {
        return worker != null;
    }

    /**
     * Puts a request and takes its answer.
     *
     * @throws UnreadableDocumentException if there is none
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

    /** Kills the process, which ends the reading; the thread is free when this returns. */
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
                over = false; // it was about to start one
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
            end(); // it is being closed
        }
    }

    private RunningParser started() throws IOException {
        if (closed) {
            throw stopping();
        }
        RunningParser running = program.start(limits.megabytes());
        worker = running;
        if (closed) { // meanwhile: whoever closes may not have seen it
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

    /** Ends the process, also in the middle of a document. */
    @Override
    public void close() {
        closed = true;
        Optional.ofNullable(worker).ifPresent(RunningParser::kill);
        try {
            thread.submit(this::end).get();
        } catch (ExecutionException | RejectedExecutionException e) {
            // nothing is left to be ended
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.shutdown();
    }
}
