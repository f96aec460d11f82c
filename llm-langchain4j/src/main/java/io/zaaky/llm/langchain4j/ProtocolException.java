package io.zaaky.llm.langchain4j;

import java.io.IOException;

/**
 * The other side does not do what the protocol says. The message is a predicate without subject.
 */
@SuppressWarnings("serial") // never serialised
public final class ProtocolException extends IOException {
    public ProtocolException(String message) {
        super(message);
    }
}
