/**
 * Answers without a model: the sentences of the documents that fit the question best, quoted and
 * cited. {@link io.zaaky.llm.extractive.Outline} reads passages, {@link
 * io.zaaky.llm.extractive.Ranking} scores their statements, {@link
 * io.zaaky.llm.extractive.Composer} chooses and writes.
 */
@NullMarked
package io.zaaky.llm.extractive;

import org.jspecify.annotations.NullMarked;
