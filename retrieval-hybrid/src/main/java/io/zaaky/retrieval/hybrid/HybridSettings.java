package io.zaaky.retrieval.hybrid;

import io.zaaky.spi.EmbeddingModel;
import io.zaaky.spi.Settings;

/**
 * What every hybrid backend can be told.
 *
 * @param language of the documents
 * @param legs which searches make the ranking
 */
public record HybridSettings(Language language, Legs legs) {
    /** Changes when chunks that are already indexed would be indexed otherwise by this code. */
    private static final int FORMAT = 2;

    public static HybridSettings from(Settings in) {
        return new HybridSettings(in.choice("language", Language.EN), in.choice("legs", Legs.BOTH));
    }

    /**
     * What indexed chunks must have in common with a question to be compared with it. Chunks of
     * another edition are as good as not there.
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
