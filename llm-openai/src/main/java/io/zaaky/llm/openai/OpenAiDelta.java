package io.zaaky.llm.openai;

import static io.zaaky.llm.openai.OpenAiChunks.ascii;

import io.zaaky.llm.langchain4j.Chunk;
import io.zaaky.llm.langchain4j.JsonScanner;
import io.zaaky.llm.langchain4j.JsonScanner.Kind;

/** A {@code delta}: what one chunk adds to a choice. One object is reused for a whole answer. */
final class OpenAiDelta {
    private static final byte[] CONTENT = ascii("content");
    private static final byte[] REFUSAL = ascii("refusal");
    private static final byte[] REASONING_CONTENT = ascii("reasoning_content");
    private static final byte[] REASONING = ascii("reasoning");
    private static final byte[] TYPE = ascii("type");
    private static final byte[] TEXT = ascii("text");

    private final JsonScanner json;
    private String content = "";
    private String refusal = "";
    private boolean reasoning;

    OpenAiDelta(JsonScanner json) {
        this.json = json;
    }

    void clear() {
        content = "";
        refusal = "";
        reasoning = false;
    }

    void tell(Chunk chunk) {
        if (!content.isEmpty()) {
            chunk.text(content);
        }
        if (!refusal.isEmpty()) {
            chunk.refusal(refusal);
        }
        if (reasoning) {
            chunk.reasoning();
        }
    }

    void read() {
        if (json.kind() != Kind.OBJECT) {
            json.skip();
            return;
        }
        json.object();
        while (json.field()) {
            if (json.named(CONTENT)) {
                content();
            } else if (json.named(REFUSAL)) {
                refusal = string();
            } else if (json.named(REASONING_CONTENT) || json.named(REASONING)) {
                reasoning |= !string().isEmpty();
            } else {
                json.skip();
            }
        }
    }

    private void content() {
        if (json.kind() != Kind.ARRAY) {
            content = string();
            return;
        }
        var parts = new StringBuilder();
        json.array();
        while (json.item()) {
            parts.append(part());
        }
        content = parts.toString();
    }

    /** A part's text; empty for parts that are not text, such as Mistral's {@code thinking}. */
    private String part() {
        if (json.kind() != Kind.OBJECT) {
            return string();
        }
        String type = "text";
        String text = "";
        json.object();
        while (json.field()) {
            if (json.named(TYPE)) {
                type = json.text();
            } else if (json.named(TEXT)) {
                text = string();
            } else {
                json.skip();
            }
        }
        if (type.endsWith("text")) {
            return text;
        }
        reasoning |= type.equals("thinking");
        return "";
    }

    /** A string; empty for anything else, so that {@code null} never becomes text. */
    private String string() {
        if (json.kind() == Kind.STRING) {
            return json.piece();
        }
        json.skip();
        return "";
    }
}
