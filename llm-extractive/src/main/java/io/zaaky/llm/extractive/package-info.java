/**
 * Answers without a model: quotes and cites the sentences of the documents that match the question
 * best. {@link io.zaaky.llm.extractive.Outline} reads passages, {@link
 * io.zaaky.llm.extractive.Ranking} scores their statements, {@link
 * io.zaaky.llm.extractive.Composer} chooses and writes.
 */
@NullMarked
package io.zaaky.llm.extractive;

import org.jspecify.annotations.NullMarked;
