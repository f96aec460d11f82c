package io.zaaky.retrieval.hybrid;

import io.zaaky.spi.Document;
import java.util.Map;

/**
 * A chunk ready for both legs.
 *
 * @param chunk what is shown
 * @param words each different word of what is indexed, and how often it is there
 * @param length how many words that are together
 * @param vector the embedding of what is indexed
 */
public record PreparedChunk(
        Document.Chunk chunk, Map<String, Integer> words, int length, UnitVector vector) {}
