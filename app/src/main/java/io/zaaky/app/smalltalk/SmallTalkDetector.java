package io.zaaky.app.smalltalk;

import io.zaaky.spi.EmbeddingModel;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Purpose;
import io.zaaky.spi.Reason;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * One chatbot's {@link SmallTalk}: by words and, if these leave it open, by its embedding model.
 * Until the model's vectors of the examples are available, and while the model fails, words alone
 * decide. Safe to call from many threads.
 */
public final class SmallTalkDetector {
    private static final Logger LOG = System.getLogger(SmallTalkDetector.class.getName());

    private final SmallTalk smallTalk;
    private final EmbeddingModel model;
    private final ModelMeanings meanings;
    private final Executor background;

    SmallTalkDetector(
            SmallTalk smallTalk,
            EmbeddingModel model,
            ModelMeanings meanings,
            Executor background) {
        this.smallTalk = smallTalk;
        this.model = model;
        this.meanings = meanings;
        this.background = background;
    }

    /** Starts to make the vectors of the examples, unless they are available or being made. */
    public void prepare() {
        if (meanings.needPreparing()) {
            background.execute(() -> meanings.prepare(model, smallTalk.examples()));
        }
    }

    /**
     * The topic of a small-talk message; empty for a question. A message that words do not decide
     * clearly is embedded, as the search would embed it.
     *
     * @throws PluginException ({@link Reason#CANCELLED}) only if interrupted
     */
    public Optional<Talk> detect(String message) {
        Seen seen = smallTalk.look(message);
        if (!seen.isOpen()) {
            return seen.talk();
        }
        Optional<Meanings> ready = meanings.now();
        if (ready.isEmpty()) {
            prepare();
        }
        return ready.flatMap(known -> byMeaning(seen, known));
    }

    /** The same by words alone: nothing is embedded. */
    public Optional<Talk> byWords(String message) {
        return smallTalk.detect(message);
    }

    private Optional<Talk> byMeaning(Seen seen, Meanings known) {
        try {
            float[] vector = model.embed(List.of(seen.part()), Purpose.QUERY).getFirst();
            if (vector.length != known.dimensions()) {
                return Optional.empty(); // another model with the same name
            }
            return smallTalk.decide(seen, known.to(vector, smallTalk.examples().sample()));
        } catch (PluginException e) {
            if (e.reason() == Reason.CANCELLED) {
                throw e;
            }
            meanings.pause();
            LOG.log(Level.DEBUG, "{0}: words alone tell small talk: {1}", model.model(), e);
            return Optional.empty();
        }
    }

    /** The reply to small talk without a language model. */
    public String reply(Talk talk, String greeting) {
        return smallTalk.reply(talk, greeting);
    }
}
