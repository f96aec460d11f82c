/** Hybrid search with one index on disk for each chatbot: the embedded default. */
@NullMarked
package io.zaaky.retrieval.lucene;

import org.jspecify.annotations.NullMarked;
