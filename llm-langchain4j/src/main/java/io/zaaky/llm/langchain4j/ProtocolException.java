package io.zaaky.llm.langchain4j;

import java.io.IOException;

/** The other side violates the protocol. The message is a predicate without a subject. */
@SuppressWarnings("serial") // never serialised
public final class ProtocolException extends IOException {
    public ProtocolException(String message) {
        super(message);
    }
}
