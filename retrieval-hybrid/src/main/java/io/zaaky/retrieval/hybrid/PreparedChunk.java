package io.zaaky.retrieval.hybrid;

import io.zaaky.spi.Document;
import java.util.Map;

/**
 * A chunk prepared for both legs.
 *
 * @param chunk the chunk that is shown
 * @param words each distinct word of the indexed text, and how often it occurs
 * @param length how many words the indexed text has
 * @param vector the embedding of the indexed text
 */
public record PreparedChunk(
        Document.Chunk chunk, Map<String, Integer> words, int length, UnitVector vector) {}
