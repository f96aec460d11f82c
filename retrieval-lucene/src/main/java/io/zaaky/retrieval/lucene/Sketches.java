package io.zaaky.retrieval.lucene;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;

/**
 * The sketches of an index's segments. The first search that needs a sketch creates it, and it is
 * kept as long as its segment: a commit that does not change a segment keeps its sketch.
 */
final class Sketches {
    private final ConcurrentMap<Of, Sketch> made = new ConcurrentHashMap<>();

    private record Of(IndexReader.CacheKey segment, String field) {}

    Sketch of(LeafReader segment, String field, FloatVectorValues values) throws IOException {
        IndexReader.CacheHelper core = segment.getCoreCacheHelper();
        var key = new Of(core.getKey(), field);
        Sketch known = made.get(key);
        if (known != null) {
            return known;
        }
        try {
            return made.computeIfAbsent(
                    key,
                    _ -> {
                        core.addClosedListener(_ -> made.remove(key));
                        return make(values);
                    });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Sketch make(FloatVectorValues values) {
        try {
            return Sketch.of(values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many sketches exist. */
    int count() {
        return made.size();
    }
}
