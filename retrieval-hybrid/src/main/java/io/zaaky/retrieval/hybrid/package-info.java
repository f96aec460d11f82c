/**
 * The code that all retrieval backends share, so that they find the same passages in the same
 * order: splitting text into words, scoring words, merging both legs into one ranking, and deriving
 * the evidence. All of it is pure; the backends store the data and look it up.
 *
 * <p>A search, for any backend: {@link Question#of}; the first {@link Legs#depth} of each leg; both
 * exact scores of each of these; {@link Fusion#rank} and {@link Fusion#evidence}.
 */
@NullMarked
package io.zaaky.retrieval.hybrid;

import org.jspecify.annotations.NullMarked;
