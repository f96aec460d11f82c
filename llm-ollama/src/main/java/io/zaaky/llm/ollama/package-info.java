/**
 * The type {@code ollama}: chat and embeddings by Ollama's own API, which, unlike the one it has in
 * OpenAI's manner, lets a request say how large the context is.
 */
@NullMarked
package io.zaaky.llm.ollama;

import org.jspecify.annotations.NullMarked;
