package io.zaaky.retrieval.hybrid;

/** Which searches produce the ranking. A single leg is for measuring what the other contributes. */
public enum Legs {
    BOTH(Fusion.LEG),
    /** Only the words, by BM25. */
    KEYWORDS(2 * Fusion.LEG),
    /** Only the embeddings, by cosine. */
    MEANING(2 * Fusion.LEG);

    private final int depth;

    Legs(int depth) {
        this.depth = depth;
    }

    /** How many candidates each leg contributes. */
    public int depth() {
        return depth;
    }
}
