/**
 * What the retrieval backends share, so that they find the same passages in the same order: how
 * text becomes words, how words are scored, how both legs become one ranking, and what that says
 * about the question. All of it is pure; the backends keep the data and look it up.
 *
 * <p>A search, for any backend: {@link Question#of}; the first {@link Legs#depth} of each leg; for
 * each of them both scores, exactly; {@link Fusion#rank} and {@link Fusion#evidence}.
 */
@NullMarked
package io.zaaky.retrieval.hybrid;

import org.jspecify.annotations.NullMarked;
