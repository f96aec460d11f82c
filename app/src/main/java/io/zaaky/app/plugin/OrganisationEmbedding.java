package io.zaaky.app.plugin;

import io.zaaky.spi.EmbeddingModel;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Purpose;
import io.zaaky.spi.Reason;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/**
 * An embedding model, which many organisations may share, as one of them sees it. A question that
 * was embedded recently, or is being embedded at the moment, is not embedded again. Safe to call
 * from many threads. The creator of the model closes it.
 */
public final class OrganisationEmbedding implements EmbeddingModel {
    private final String organisation;
    private final String source;
    private final SharedEmbedding shared;
    private final QuestionVectors known;
    private final ConcurrentHashMap<String, CompletableFuture<float[]>> underWay =
            new ConcurrentHashMap<>();

    OrganisationEmbedding(
            String organisation, String source, SharedEmbedding shared, QuestionVectors known) {
        this.organisation = organisation;
        this.source = source;
        this.shared = shared;
        this.known = known;
        shared.join(organisation);
    }

    /**
     * Identifies the source of its vectors: the same for all that use one provider, server and key
     * with the same settings, also in the next process. A hash. The model's name alone proves
     * nothing: any server may give its model the name of another.
     */
    public String source() {
        return source;
    }

    /** Whether {@code model} is the underlying model. */
    public boolean isBy(EmbeddingModel model) {
        return shared.model().equals(model);
    }

    @Override
    public String model() {
        return shared.model().model();
    }

    @Override
    public int dimensions() {
        return shared.model().dimensions();
    }

    @Override
    public double unrelatedCosine() {
        return shared.model().unrelatedCosine();
    }

    @Override
    public int concurrency() {
        return shared.model().concurrency();
    }

    /**
     * Whether a question that arrives now would be embedded in time. If not, too many questions of
     * this organisation wait.
     */
    public boolean hasRoom() {
        return shared.hasRoom(organisation);
    }

    /**
     * Waits for the organisation's turn.
     *
     * @throws PluginException {@link Reason#RATE_LIMITED} if a question does not get its turn in
     *     time
     */
    @Override
    public List<float[]> embed(List<String> texts, Purpose purpose) {
        return purpose == Purpose.QUERY && texts.size() == 1
                ? List.of(question(texts.getFirst()))
                : shared.embed(organisation, texts, purpose);
    }

    private float[] question(String text) {
        Optional<float[]> vector = known.find(organisation, shared, text);
        while (vector.isEmpty()) {
            var mine = new CompletableFuture<float[]>();
            CompletableFuture<float[]> first = underWay.putIfAbsent(text, mine);
            vector = first == null ? Optional.of(made(text, mine)) : awaited(first);
        }
        return vector.get();
    }

    private float[] made(String text, CompletableFuture<float[]> result) {
        try {
            float[] vector = shared.embed(organisation, List.of(text), Purpose.QUERY).getFirst();
            known.keep(organisation, shared, text, vector);
            result.complete(vector.clone());
            return vector;
        } catch (PluginException e) {
            result.completeExceptionally(e);
            throw e;
        } finally {
            underWay.remove(text, result);
            result.cancel(false); // without a result: those who wait try it themselves
        }
    }

    /** Empty if the other call was interrupted, which is no reason for this one to fail. */
    private Optional<float[]> awaited(CompletableFuture<float[]> other) {
        try {
            return Optional.of(other.get().clone());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PluginException(Reason.CANCELLED, "interrupted while embedding", e);
        } catch (CancellationException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof PluginException failure
                    && failure.reason() != Reason.CANCELLED) {
                throw new PluginException(
                        failure.reason(), String.valueOf(failure.getMessage()), failure);
            }
            return Optional.empty();
        }
    }

    @Override
    public void check() {
        shared.model().check();
    }

    /** Ends this use of the model by the organisation. */
    @Override
    public void close() {
        if (shared.leave(organisation)) {
            known.forget(organisation, shared);
        }
    }
}
