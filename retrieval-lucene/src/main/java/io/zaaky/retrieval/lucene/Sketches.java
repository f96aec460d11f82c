package io.zaaky.retrieval.lucene;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;

/**
 * The sketches of an index's segments. Each is made by the first search that needs it and kept as
 * long as the segment: commits that leave a segment alone leave its sketch.
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

    /** How many there are. */
    int count() {
        return made.size();
    }
}
