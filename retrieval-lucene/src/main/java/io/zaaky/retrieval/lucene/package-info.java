/** Hybrid search in an index on disk, one for each chatbot: the embedded default. */
@NullMarked
package io.zaaky.retrieval.lucene;

import org.jspecify.annotations.NullMarked;
