package io.zaaky.llm.langchain4j;

/** Knows what a provider's frames say. One per answer; it may keep its scanner in a field. */
public interface ChunkParser {

    /**
     * Reads {@code bytes[0…length)} and puts what it says into {@code chunk}, which is empty.
     *
     * @param error whether the frame's type says that it is an error
     * @throws MalformedJsonException if it is not what the provider should send
     */
    void parse(byte[] bytes, int length, boolean error, Chunk chunk);
}
