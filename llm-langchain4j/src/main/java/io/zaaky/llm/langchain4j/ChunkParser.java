package io.zaaky.llm.langchain4j;

/** Parses a provider's frames. One object per answer, so it may keep its scanner in a field. */
public interface ChunkParser {

    /**
     * Parses {@code bytes[0…length)} into {@code chunk}, which is empty.
     *
     * @param error whether the frame's type says that it is an error
     * @throws MalformedJsonException if the frame is not what the provider should send
     */
    void parse(byte[] bytes, int length, boolean error, Chunk chunk);
}
