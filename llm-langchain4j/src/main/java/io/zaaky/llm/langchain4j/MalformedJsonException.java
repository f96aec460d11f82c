package io.zaaky.llm.langchain4j;

/** What should be JSON is none. Without a stack trace: it says nothing about us. */
@SuppressWarnings("serial") // never serialised
public final class MalformedJsonException extends RuntimeException {
    MalformedJsonException(String message) {
        super(message, null, false, false);
    }
}
