package io.zaaky.llm.openai;

import io.zaaky.llm.langchain4j.Chunk;
import io.zaaky.llm.langchain4j.ProviderError;
import io.zaaky.spi.FinishReason;

/** Interprets the values of {@code finish_reason}. */
final class OpenAiFinish {
    private OpenAiFinish() {}

    /** Some servers send an empty value with each chunk except the last; it counts as absent. */
    static void tell(String word, Chunk chunk) {
        switch (word) {
            case "" -> {}
            // the last is DeepSeek's: it ran out of capacity, so the answer is cut
            case "length", "max_tokens", "insufficient_system_resource" ->
                    chunk.finish(FinishReason.LENGTH);
            case "content_filter" -> chunk.finish(FinishReason.CONTENT_FILTER);
            case "error" -> chunk.error(new ProviderError(0, "finish reason 'error'"));
            default -> chunk.finish(FinishReason.STOP);
        }
    }
}
