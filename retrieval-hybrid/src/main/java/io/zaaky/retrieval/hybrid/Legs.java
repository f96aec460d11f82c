package io.zaaky.retrieval.hybrid;

/** Which searches make the ranking. One alone is for measuring what the other is worth. */
public enum Legs {
    BOTH(Fusion.LEG),
    /** The words alone, by BM25. */
    KEYWORDS(2 * Fusion.LEG),
    /** The embeddings alone, by cosine. */
    MEANING(2 * Fusion.LEG);

    private final int depth;

    Legs(int depth) {
        this.depth = depth;
    }

    /** How many candidates each leg gives. */
    public int depth() {
        return depth;
    }
}
