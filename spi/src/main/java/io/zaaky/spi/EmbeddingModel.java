package io.zaaky.spi;

import java.util.List;

/** Turns text into vectors. */
public interface EmbeddingModel extends Component {

    /** The model's name; vectors of different names are never compared. */
    String model();

    /**
     * How many numbers a vector has. A model that has to ask its server for it may do so here,
     * once.
     */
    int dimensions();

    /**
     * The cosine below which a question and a passage have nothing to do with each other, 0 to 1.
     * It belongs to the model and is measured, not guessed: see the documentation of the model's
     * plugin.
     */
    double unrelatedCosine();

    /**
     * How many calls the model works on at once, at least 1; further ones would only wait for each
     * other. The server makes no more, and gives them to organisations in turns.
     */
    default int concurrency() {
        return 16;
    }

    /**
     * Embeds {@code texts}, in order, each as a vector of length 1. A text that is too long for the
     * model is embedded by its beginning. Interrupt: {@link Reason#CANCELLED}.
     *
     * @return as many vectors as texts
     */
    List<float[]> embed(List<String> texts, Purpose purpose);
}
