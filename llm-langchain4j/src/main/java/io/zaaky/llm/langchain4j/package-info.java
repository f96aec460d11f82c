/**
 * The bridge between LangChain4j and the blocking SPI.
 *
 * <p>LangChain4j writes the requests. {@link BridgeHttpClient} captures them, and {@link Transport}
 * sends them over its own socket, on the caller's thread, where they can be cut at any moment.
 * Streamed answers are read here, byte by byte, without an object tree: {@link SseFrames} or {@link
 * LineFrames} split them into frames, the provider's {@link ChunkParser} reads each frame with a
 * {@link JsonScanner}, and {@link ChatBridge} delivers the text.
 *
 * <p>Every call opens its own connection and always closes it. Reusing connections would save one
 * handshake per answer, which takes seconds to generate anyway. But then a closed connection would
 * no longer guarantee a stopped model.
 */
@NullMarked
package io.zaaky.llm.langchain4j;

import org.jspecify.annotations.NullMarked;
