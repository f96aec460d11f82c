package io.zaaky.llm.openai;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.zaaky.llm.langchain4j.Chunk;
import io.zaaky.llm.langchain4j.ChunkParser;
import io.zaaky.llm.langchain4j.JsonScanner;
import io.zaaky.llm.langchain4j.JsonScanner.Kind;
import io.zaaky.llm.langchain4j.ProviderError;
import java.util.Arrays;

/**
 * Reads {@code chat.completion.chunk} objects. Of several choices, only the one with index 0
 * counts. Fields that a server adds to OpenAI's are ignored.
 */
public final class OpenAiChunks implements ChunkParser {
    private static final int MOST_TOKENS = 100_000_000;
    private static final byte[] DONE = ascii("[DONE]");
    private static final byte[] CHOICES = ascii("choices");
    private static final byte[] INDEX = ascii("index");
    private static final byte[] DELTA = ascii("delta");
    private static final byte[] FINISH_REASON = ascii("finish_reason");
    private static final byte[] USAGE = ascii("usage");
    private static final byte[] PROMPT_TOKENS = ascii("prompt_tokens");
    private static final byte[] COMPLETION_TOKENS = ascii("completion_tokens");
    private static final byte[] ERROR = ascii("error");

    private final JsonScanner json = new JsonScanner();
    private final OpenAiDelta delta = new OpenAiDelta(json);

    static byte[] ascii(String name) {
        return name.getBytes(US_ASCII);
    }

    @Override
    public void parse(byte[] bytes, int length, boolean error, Chunk chunk) {
        if (isDone(bytes, length)) {
            chunk.last();
            return;
        }
        json.reset(bytes, 0, length);
        if (error) {
            chunk.error(errorEvent());
            return;
        }
        json.object();
        while (json.field()) {
            if (json.named(CHOICES)) {
                choices(chunk);
            } else if (json.named(USAGE)) {
                usage(chunk);
            } else if (json.named(ERROR)) {
                chunk.error(ProviderError.read(json));
            } else {
                json.skip();
            }
        }
        json.end();
    }

    private static boolean isDone(byte[] bytes, int length) {
        int end = length;
        while (end > 0 && bytes[end - 1] == ' ') {
            end--;
        }
        return Arrays.equals(bytes, 0, end, DONE, 0, DONE.length);
    }

    private ProviderError errorEvent() {
        return json.kind() == Kind.OBJECT
                ? ProviderError.object(json)
                : new ProviderError(0, json.text());
    }

    private void choices(Chunk chunk) {
        if (json.kind() != Kind.ARRAY) {
            json.skip();
            return;
        }
        json.array();
        while (json.item()) {
            if (json.kind() == Kind.OBJECT) {
                choice(chunk);
            } else {
                json.skip();
            }
        }
    }

    /**
     * The index may follow the text, so the text is passed on only after all fields have been read.
     */
    private void choice(Chunk chunk) {
        int index = 0;
        String finish = "";
        delta.clear();
        json.object();
        while (json.field()) {
            if (json.named(DELTA)) {
                delta.read();
            } else if (json.named(INDEX)) {
                index = json.count(MOST_TOKENS);
            } else if (json.named(FINISH_REASON)) {
                finish = json.text();
            } else {
                json.skip();
            }
        }
        if (index <= 0) {
            delta.tell(chunk);
            OpenAiFinish.tell(finish, chunk);
        }
    }

    private void usage(Chunk chunk) {
        if (json.kind() != Kind.OBJECT) {
            json.skip();
            return;
        }
        int prompt = -1;
        int completion = -1;
        json.object();
        while (json.field()) {
            if (json.named(PROMPT_TOKENS)) {
                prompt = json.count(MOST_TOKENS);
            } else if (json.named(COMPLETION_TOKENS)) {
                completion = json.count(MOST_TOKENS);
            } else {
                json.skip();
            }
        }
        chunk.usage(prompt, completion);
    }
}
