package io.zaaky.app.chat;

import io.zaaky.spi.Passage;

/**
 * A passage that an answer is offered.
 *
 * @param passage with the neighbouring parts of its document that were found too
 * @param core the part alone that fits best, for a prompt with little room; equal to the passage if
 *     nothing was joined
 */
public record Selected(Passage passage, Passage core) {}
