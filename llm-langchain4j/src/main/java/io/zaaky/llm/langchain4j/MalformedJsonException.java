package io.zaaky.llm.langchain4j;

/** The input is not JSON. Has no stack trace, which would say nothing about the input. */
@SuppressWarnings("serial") // never serialised
public final class MalformedJsonException extends RuntimeException {
    MalformedJsonException(String message) {
        super(message, null, false, false);
    }
}
