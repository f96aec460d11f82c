package io.zaaky.app.gaps;

import io.zaaky.spi.ContextQuality.Verdict;
import io.zaaky.spi.ConversationArchive.Unanswered;
import io.zaaky.spi.EmbeddingModel;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Purpose;
import io.zaaky.spi.Reason;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Groups by meaning the questions that were not answered well: first by wording, then the most
 * asked wordings by their vectors from the embedding model. They are embedded as documents are, a
 * few at a time: they wait for their organisation's turn, and no visitor's question waits for them.
 * Safe to call from many threads.
 */
public final class GapFinder {
    private static final Logger LOG = System.getLogger(GapFinder.class.getName());
    private static final int BATCH = 16;

    /**
     * Two questions have the same meaning if their cosine is at least this far on the way from that
     * of unrelated texts to 1.
     */
    private static final double NEAR = 0.5;

    private final GapLimits limits;
    private final EmbeddingModel model;
    private final Predicate<String> isSmallTalk;
    private final LongSupplier nanos;

    /**
     * Groups questions by a model's vectors.
     *
     * @param isSmallTalk whether a message is not a question; asks no model
     */
    public GapFinder(EmbeddingModel model, Predicate<String> isSmallTalk) {
        this(GapLimits.USUAL, model, isSmallTalk, System::nanoTime);
    }

    GapFinder(
            GapLimits limits,
            EmbeddingModel model,
            Predicate<String> isSmallTalk,
            LongSupplier nanos) {
        this.limits = limits;
        this.model = model;
        this.isSmallTalk = isSmallTalk;
        this.nanos = nanos;
    }

    /**
     * Groups what {@code questions} supplies.
     *
     * @param questions supplies them, newest first
     */
    public Gaps find(Consumer<Consumer<Unanswered>> questions) {
        long begun = nanos.getAsLong();
        var wordings = new Wordings(limits.wordings());
        questions.accept(
                one -> {
                    if (!one.question().isBlank() && !isTalk(one)) {
                        wordings.add(one);
                    }
                });
        List<Asked> all = wordings.mostAskedFirst();
        List<Asked> first = all.subList(0, Math.min(limits.embedded(), all.size()));
        List<float[]> vectors = vectors(first, begun);
        List<Asked> groups = grouped(first, vectors);
        return new Gaps(
                Stream.concat(groups.stream(), all.stream().skip(vectors.size()))
                        .sorted(Wordings.MOST_ASKED)
                        .limit(limits.gaps())
                        .map(Asked::gap)
                        .toList(),
                wordings.questions(),
                wordings.isCut() || vectors.size() < all.size());
    }

    /** Only an answer that was rated down and has the verdict none can be a reply to small talk. */
    private boolean isTalk(Unanswered one) {
        return one.isRatedDown()
                && one.verdict() == Verdict.NONE
                && isSmallTalk.test(one.question());
    }

    /** The vectors of the first questions, as many as can be made in time. */
    private List<float[]> vectors(List<Asked> asked, long begun) {
        long patience = limits.patience().toNanos();
        long now = nanos.getAsLong();
        long most = Math.max(patience - (now - begun), patience / 4);
        List<float[]> vectors = new ArrayList<>(asked.size());
        try {
            while (vectors.size() < asked.size() && nanos.getAsLong() - now < most) {
                int end = Math.min(vectors.size() + BATCH, asked.size());
                List<Asked> some = asked.subList(vectors.size(), end);
                vectors.addAll(
                        model.embed(some.stream().map(Asked::question).toList(), Purpose.PASSAGE));
            }
        } catch (PluginException e) {
            if (e.reason() == Reason.CANCELLED) {
                throw e;
            }
            LOG.log(
                    Level.WARNING,
                    "{0}: unanswered questions are compared by their words: {1}",
                    model.model(),
                    e.getMessage());
        }
        return vectors;
    }

    private List<Asked> grouped(List<Asked> asked, List<float[]> vectors) {
        double unrelated = model.unrelatedCosine();
        var clusters = new Clusters(unrelated + NEAR * (1 - unrelated));
        for (int i = 0; i < vectors.size(); i++) {
            clusters.add(asked.get(i), vectors.get(i));
        }
        return clusters.groups();
    }
}
