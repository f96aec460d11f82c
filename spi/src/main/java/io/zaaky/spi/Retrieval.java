package io.zaaky.spi;

import java.util.List;

/**
 * What a search found.
 *
 * @param passages best first
 * @param evidence how strongly the scores support them
 */
public record Retrieval(List<Passage> passages, Evidence evidence) {

    public static final Retrieval NOTHING = new Retrieval(List.of(), Evidence.NONE);

    public Retrieval {
        passages = List.copyOf(passages);
    }
}
