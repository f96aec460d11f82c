package io.zaaky.ingestion;

/** A document can't be read. The message is a sentence for whoever put it in. */
public final class UnreadableDocumentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnreadableDocumentException(String message) {
        super(message);
    }
}
