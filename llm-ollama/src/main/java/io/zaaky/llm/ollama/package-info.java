/**
 * The type {@code ollama}: chat and embeddings through Ollama's own API. Unlike Ollama's
 * OpenAI-compatible API, it lets a request set the size of the context.
 */
@NullMarked
package io.zaaky.llm.ollama;

import org.jspecify.annotations.NullMarked;
