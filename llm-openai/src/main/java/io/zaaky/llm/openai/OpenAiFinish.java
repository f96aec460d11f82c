package io.zaaky.llm.openai;

import io.zaaky.llm.langchain4j.Chunk;
import io.zaaky.llm.langchain4j.ProviderError;
import io.zaaky.spi.FinishReason;

/** What the words in {@code finish_reason} mean. */
final class OpenAiFinish {
    private OpenAiFinish() {}

    /** Some servers send an empty word with each chunk but the last; that is none. */
    static void tell(String word, Chunk chunk) {
        switch (word) {
            case "" -> {}
            // DeepSeek's last one: it ran out of machines, so the answer is cut
            case "length", "max_tokens", "insufficient_system_resource" ->
                    chunk.finish(FinishReason.LENGTH);
            case "content_filter" -> chunk.finish(FinishReason.CONTENT_FILTER);
            case "error" -> chunk.error(new ProviderError(0, "finish reason 'error'"));
            default -> chunk.finish(FinishReason.STOP);
        }
    }
}
