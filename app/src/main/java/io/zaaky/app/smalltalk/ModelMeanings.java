package io.zaaky.app.smalltalk;

import io.zaaky.spi.EmbeddingModel;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The {@link Meanings} of one model, for all chatbots that use it: read from the data directory, or
 * made and written there, by one thread at a time. After a failure nothing is tried for a while.
 * Safe to call from many threads.
 */
final class ModelMeanings {
    private static final Logger LOG = System.getLogger(ModelMeanings.class.getName());
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final Path folder;
    private final String source;
    private final Clock clock;
    private final AtomicBoolean preparing = new AtomicBoolean();
    private volatile Optional<Meanings> meanings = Optional.empty();
    private volatile Optional<Instant> failed = Optional.empty(); // when

    ModelMeanings(Path folder, String source, Clock clock) {
        this.folder = folder;
        this.source = source;
        this.clock = clock;
    }

    /** Empty while they are not available, and for a while after a failure. */
    Optional<Meanings> now() {
        return isPaused() ? Optional.empty() : meanings;
    }

    boolean needPreparing() {
        return meanings.isEmpty() && !preparing.get() && !isPaused();
    }

    private boolean isPaused() {
        return failed.filter(when -> clock.instant().isBefore(when.plus(PAUSE))).isPresent();
    }

    /** Records that the model could not embed something. */
    void pause() {
        failed = Optional.of(clock.instant());
    }

    /**
     * Makes them available. Returns at once if they are, or if another thread is preparing them.
     * Never throws.
     */
    void prepare(EmbeddingModel model, Examples examples) {
        if (meanings.isPresent() || !preparing.compareAndSet(false, true)) {
            return;
        }
        try {
            meanings = Optional.of(readOrMake(model, examples));
            failed = Optional.empty();
        } catch (PluginException e) {
            pause();
            if (e.reason() != Reason.CANCELLED) {
                tell(model, e);
            }
        } catch (RuntimeException e) { // from a third party's plugin
            pause();
            tell(model, e);
        } finally {
            preparing.set(false);
        }
    }

    private static void tell(EmbeddingModel model, RuntimeException e) {
        LOG.log(
                Level.WARNING,
                "{0}: the examples of small talk could not be embedded, words alone tell it for"
                        + " now: {1}",
                model.model(),
                e.getMessage());
    }

    private Meanings readOrMake(EmbeddingModel model, Examples examples) {
        var file = new MeaningsFile(folder, model.model(), source, examples);
        try {
            Optional<Meanings> kept = file.read();
            if (kept.isPresent()) {
                return kept.get();
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the examples of small talk are embedded anew: {0}", e);
        }
        Meanings made = Meanings.by(model, examples.sample());
        try {
            file.write(made);
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "the vectors of the examples of small talk could not be kept, and are made"
                            + " again at the next start: {0}",
                    e);
        }
        return made;
    }
}
