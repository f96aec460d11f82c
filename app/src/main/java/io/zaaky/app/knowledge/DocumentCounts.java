package io.zaaky.app.knowledge;

/**
 * How many documents a chatbot has.
 *
 * @param indexed those that answers can use, whatever happens to a newer version
 * @param pending those with a waiting version
 * @param failed those whose newest version cannot be accepted
 */
public record DocumentCounts(int indexed, int pending, int failed) {}
