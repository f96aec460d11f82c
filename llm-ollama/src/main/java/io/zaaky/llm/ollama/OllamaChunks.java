package io.zaaky.llm.ollama;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.zaaky.llm.langchain4j.Chunk;
import io.zaaky.llm.langchain4j.ChunkParser;
import io.zaaky.llm.langchain4j.JsonScanner;
import io.zaaky.llm.langchain4j.JsonScanner.Kind;
import io.zaaky.llm.langchain4j.ProviderError;
import io.zaaky.spi.FinishReason;

/** Reads the lines of a streamed {@code /api/chat}. */
public final class OllamaChunks implements ChunkParser {
    private static final int MOST_TOKENS = 100_000_000;
    private static final byte[] MESSAGE = ascii("message");
    private static final byte[] CONTENT = ascii("content");
    private static final byte[] THINKING = ascii("thinking");
    private static final byte[] IS_DONE = ascii("done");
    private static final byte[] DONE_REASON = ascii("done_reason");
    private static final byte[] PROMPT_EVAL_COUNT = ascii("prompt_eval_count");
    private static final byte[] EVAL_COUNT = ascii("eval_count");
    private static final byte[] ERROR = ascii("error");

    private final JsonScanner json = new JsonScanner();

    private static byte[] ascii(String name) {
        return name.getBytes(US_ASCII);
    }

    @Override
    public void parse(byte[] bytes, int length, boolean error, Chunk chunk) {
        boolean done = false;
        String reason = "stop"; // older versions send none
        int prompt = -1;
        int completion = -1;
        json.reset(bytes, 0, length);
        json.object();
        while (json.field()) {
            if (json.named(MESSAGE)) {
                message(chunk);
            } else if (json.named(IS_DONE)) {
                done = json.isTrue();
            } else if (json.named(DONE_REASON)) {
                reason = json.text();
            } else if (json.named(PROMPT_EVAL_COUNT)) {
                prompt = json.count(MOST_TOKENS);
            } else if (json.named(EVAL_COUNT)) {
                completion = json.count(MOST_TOKENS);
            } else if (json.named(ERROR)) {
                chunk.error(ProviderError.read(json));
            } else {
                json.skip();
            }
        }
        json.end();
        if (done) {
            chunk.usage(prompt, completion);
            finish(reason, chunk);
        }
    }

    /**
     * Ignores {@code load} and {@code unload}, which answer requests without messages; ours have
     * some.
     */
    private static void finish(String reason, Chunk chunk) {
        chunk.last();
        switch (reason) {
            case "load", "unload" -> {}
            case "length" -> chunk.finish(FinishReason.LENGTH);
            default -> chunk.finish(FinishReason.STOP);
        }
    }

    private void message(Chunk chunk) {
        if (json.kind() != Kind.OBJECT) {
            json.skip();
            return;
        }
        json.object();
        while (json.field()) {
            if (json.named(CONTENT) && json.kind() == Kind.STRING) {
                chunk.text(json.piece());
            } else if (json.named(THINKING) && json.kind() == Kind.STRING) {
                if (!json.string().isEmpty()) {
                    chunk.reasoning();
                }
            } else {
                json.skip();
            }
        }
    }
}
