package io.zaaky.retrieval.hybrid;

import io.zaaky.spi.EmbeddingModel;
import io.zaaky.spi.Settings;

/**
 * The settings of every hybrid backend.
 *
 * @param language the language of the documents
 * @param legs which searches produce the ranking
 */
public record HybridSettings(Language language, Legs legs) {
    /** Must change whenever this code would index existing chunks differently. */
    private static final int FORMAT = 2;

    public static HybridSettings from(Settings in) {
        return new HybridSettings(in.choice("language", Language.EN), in.choice("legs", Legs.BOTH));
    }

    /**
     * What indexed chunks must have in common with a question to be comparable with it. Chunks of
     * another edition are ignored.
     */
    public String edition(EmbeddingModel embedding) {
        return String.join(
                "|",
                String.valueOf(FORMAT),
                embedding.model(),
                String.valueOf(embedding.dimensions()),
                language.name());
    }
}
