package io.zaaky.app.knowledge;

/**
 * How many documents a chatbot has.
 *
 * @param indexed those that answers can rest on, whatever becomes of a newer version
 * @param pending those with a version that waits
 * @param failed those whose newest version can't be taken
 */
public record DocumentCounts(int indexed, int pending, int failed) {}
