package io.zaaky.embedding.onnx;

import ai.onnxruntime.OrtException;
import io.zaaky.spi.EmbeddingModel;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Purpose;
import io.zaaky.spi.Reason;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * Embeds on a few platform threads, because native code would pin the carriers of virtual threads.
 * Questions have separate threads, so that they never queue behind a document. The threads for
 * documents and for long questions run at low priority: a page of text costs as much as thirty
 * questions.
 *
 * <p>The first call, which may be {@link #check}, loads the weights once for all callers. Loading
 * does not run on a caller's thread: if a caller is interrupted, loading continues.
 */
final class OnnxEmbeddingModel implements EmbeddingModel {
    private static final String ADVICE =
            "ONNX Runtime unpacks its native library into the folder for temporary files, which"
                + " must be writable and allow programs to run (another one:"
                + " -Djava.io.tmpdir=FOLDER); it exists for Linux with glibc on x64 and aarch64,"
                + " macOS on aarch64, and Windows on x64. Elsewhere choose another embedding"
                + " provider";

    /** How many texts of one call are submitted per thread; more would delay other calls. */
    private static final int AHEAD = 2;

    /** A question with more characters than this is long. */
    private static final int LONG = 500;

    private final OnnxSettings settings;
    private final ExecutorService questions;
    private final ExecutorService longQuestions;
    private final ExecutorService passages;
    private Optional<Future<OnnxSession>> loading = Optional.empty();

    OnnxEmbeddingModel(OnnxSettings settings) {
        this.settings = settings;
        questions = pool("question", work -> work);
        longQuestions = pool("long-question", Niceness::of);
        passages = pool("passage", Niceness::of);
    }

    /** The pool's threads start when there is work, and end after a minute without work. */
    private ExecutorService pool(String purpose, UnaryOperator<Runnable> manner) {
        int threads = settings.threads();
        String name = "onnx-" + settings.weights().model + "-" + purpose;
        ThreadFactory factory = Thread.ofPlatform().daemon().name(name, 0).factory();
        var pool =
                new ThreadPoolExecutor(
                        threads,
                        threads,
                        1,
                        TimeUnit.MINUTES,
                        new LinkedBlockingQueue<>(),
                        work -> factory.newThread(manner.apply(work)));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    @Override
    public String model() {
        return settings.weights().model;
    }

    @Override
    public int dimensions() {
        return Weights.DIMENSIONS;
    }

    @Override
    public double unrelatedCosine() {
        return settings.weights().unrelatedCosine;
    }

    /** Each question takes one thread. */
    @Override
    public int concurrency() {
        return settings.threads();
    }

    /** Loads the weights if necessary. */
    @Override
    public void check() {
        session();
    }

    @Override
    public List<float[]> embed(List<String> texts, Purpose purpose) {
        if (texts.isEmpty()) {
            return List.of();
        }
        OnnxSession session = session();
        String prefix = settings.weights().questionPrefix;
        return switch (purpose) {
            case QUERY -> embed(session, forQuestions(texts), prefix, texts);
            case PASSAGE -> embed(session, passages, "", texts);
        };
    }

    private ExecutorService forQuestions(List<String> texts) {
        return texts.stream().anyMatch(text -> text.length() > LONG) ? longQuestions : questions;
    }

    private List<float[]> embed(
            OnnxSession session, ExecutorService pool, String prefix, List<String> texts) {
        Deque<Future<float[]>> running = new ArrayDeque<>();
        int most = AHEAD * settings.threads();
        try {
            List<float[]> vectors = new ArrayList<>(texts.size());
            for (String text : texts) {
                if (running.size() == most) {
                    vectors.add(await(running.removeFirst()));
                }
                running.add(pool.submit(() -> session.embed(prefix + text)));
            }
            while (!running.isEmpty()) {
                vectors.add(await(running.removeFirst()));
            }
            return vectors;
        } catch (RejectedExecutionException e) {
            throw closed(e);
        } finally {
            running.forEach(one -> one.cancel(false)); // after a failure, those that have not begun
        }
    }

    private OnnxSession session() {
        Future<OnnxSession> future = loading();
        try {
            return await(future);
        } catch (PluginException e) {
            if (e.reason() != Reason.CANCELLED) {
                forgetFailure();
            }
            throw e;
        }
    }

    private synchronized Future<OnnxSession> loading() {
        if (loading.isEmpty()) {
            try {
                loading = Optional.of(questions.submit(() -> OnnxSession.load(settings.weights())));
            } catch (RejectedExecutionException e) {
                throw closed(e);
            }
        }
        return loading.get();
    }

    /** After a failure, the next call tries again. */
    private synchronized void forgetFailure() {
        loading = loading.filter(future -> future.state() != Future.State.FAILED);
    }

    private <T> T await(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PluginException(
                    Reason.CANCELLED, "interrupted while embedding with " + model(), e);
        } catch (CancellationException e) {
            throw closed(e);
        } catch (ExecutionException e) {
            throw failure(e.getCause() == null ? e : e.getCause());
        }
    }

    private PluginException failure(Throwable cause) {
        return switch (cause) {
            case LinkageError e -> failure(Reason.BROKEN, ADVICE, e);
            case IOException e -> failure(Reason.BROKEN, "its files can't be read", e);
            case OrtException e -> failure(Reason.BROKEN, "ONNX Runtime failed", e);
            case OutOfMemoryError e -> failure(Reason.UNAVAILABLE, "out of memory", e);
            default -> failure(Reason.BROKEN, ADVICE, cause);
        };
    }

    private PluginException failure(Reason reason, String what, Throwable cause) {
        return new PluginException(
                reason, "embedding model " + model() + ": " + what + " (" + cause + ")", cause);
    }

    private PluginException closed(Throwable cause) {
        return new PluginException(
                Reason.BROKEN, "embedding model " + model() + " has been closed", cause);
    }

    /**
     * Waits for native calls that have begun: closing the session during a call would crash the
     * whole process.
     */
    @Override
    public synchronized void close() {
        passages.shutdownNow();
        longQuestions.shutdown();
        questions.shutdown();
        awaitEnd(passages);
        awaitEnd(longQuestions);
        awaitEnd(questions);
        if (loading.isPresent() && loading.get().state() == Future.State.SUCCESS) {
            try {
                loading.get().resultNow().close();
            } catch (OrtException e) {
                throw failure(e);
            }
        }
    }

    private static void awaitEnd(ExecutorService pool) {
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = pool.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
