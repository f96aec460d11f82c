package io.zaaky.app.chat;

import io.zaaky.spi.Passage;

/**
 * A passage offered to an answer.
 *
 * @param passage with the neighbouring parts of its document that were found too
 * @param core only the part that fits best, for a prompt with little room; equal to the passage if
 *     nothing was joined
 */
public record Selected(Passage passage, Passage core) {}
