/** Hybrid search in PostgreSQL with pgvector. */
@NullMarked
package io.zaaky.retrieval.pgvector;

import org.jspecify.annotations.NullMarked;
