package io.zaaky.ingestion;

/** A document can't be read. The message is a sentence for whoever put it in. */
public final class UnreadableDocumentException extends RuntimeException {
    /** The message for a document that was too much for the server's memory. */
    public static final String NO_MEMORY = "It needs more memory than the server has left.";

    private static final long serialVersionUID = 1L;

    public UnreadableDocumentException(String message) {
        super(message);
    }
}
