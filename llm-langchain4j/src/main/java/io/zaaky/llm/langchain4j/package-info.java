/**
 * The bridge between LangChain4j and the blocking SPI.
 *
 * <p>LangChain4j writes the requests; {@link BridgeHttpClient} takes them from it, and {@link
 * Transport} sends them over a socket of its own, on the caller's thread, where they can be cut at
 * any moment. What comes back of a streamed answer is read here, byte by byte, without an object
 * tree: {@link SseFrames} or {@link LineFrames} find the frames, a {@link ChunkParser} of the
 * provider reads each with a {@link JsonScanner}, and {@link ChatBridge} hands out the text.
 *
 * <p>Every call opens its own connection and closes it on every way out. Keeping connections would
 * save a handshake per answer, which takes seconds to generate, and would cost the certainty that a
 * closed connection means a stopped model.
 */
@NullMarked
package io.zaaky.llm.langchain4j;

import org.jspecify.annotations.NullMarked;
