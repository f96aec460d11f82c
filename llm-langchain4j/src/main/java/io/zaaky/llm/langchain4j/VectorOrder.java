package io.zaaky.llm.langchain4j;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Sorts vectors into the order of their texts. */
final class VectorOrder {
    private VectorOrder() {}

    /**
     * @param places the index of each vector's text, from 0; empty if the answer does not say
     * @throws ProtocolException if a text has no vector, or two
     */
    static List<float[]> ordered(List<float[]> vectors, List<Long> places)
            throws ProtocolException {
        if (places.isEmpty()) {
            return vectors;
        }
        int texts = vectors.size();
        if (places.size() != texts) {
            throw new ProtocolException(
                    "sent an index for %d of %d vectors".formatted(places.size(), texts));
        }
        SortedMap<Long, float[]> ordered = new TreeMap<>();
        for (int i = 0; i < texts; i++) {
            Long place = places.get(i);
            if (place < 0 || place >= texts) {
                throw new ProtocolException(
                        "sent a vector with the index %d for %d texts".formatted(place, texts));
            }
            if (ordered.put(place, vectors.get(i)) != null) {
                throw new ProtocolException("sent two vectors with the index " + place);
            }
        }
        return List.copyOf(ordered.values());
    }
}
