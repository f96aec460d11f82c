package io.zaaky.spi;

import java.util.List;

/** Turns text into vectors. */
public interface EmbeddingModel extends Component {

    /** The model's name; vectors of models with different names are never compared. */
    String model();

    /**
     * The number of dimensions of a vector. A model that has to ask its server for it may do so
     * here, once.
     */
    int dimensions();

    /**
     * The cosine below which a question and a passage are unrelated, 0 to 1. It depends on the
     * model and is measured, not guessed; see the documentation of the model's plugin.
     */
    double unrelatedCosine();

    /**
     * How many calls the model processes at once, at least 1; further calls would only queue. The
     * server makes no more than this at a time, and gives organisations their turns in rotation.
     */
    default int concurrency() {
        return 16;
    }

    /**
     * Embeds {@code texts}, in order, each as a vector of length 1. Of a text that is too long for
     * the model, only the beginning is embedded. If the thread is interrupted, throws {@link
     * Reason#CANCELLED}.
     *
     * @return as many vectors as texts
     */
    List<float[]> embed(List<String> texts, Purpose purpose);
}
