/**
 * The type {@code openai}: chat and embeddings from OpenAI and from every server that speaks its
 * API, such as vLLM, llama.cpp, LiteLLM or LM Studio.
 */
@NullMarked
package io.zaaky.llm.openai;

import org.jspecify.annotations.NullMarked;
