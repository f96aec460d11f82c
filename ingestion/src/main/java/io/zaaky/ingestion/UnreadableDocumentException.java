package io.zaaky.ingestion;

/** A document can't be read. The message is a sentence for whoever put it in. */
public final class UnreadableDocumentException extends RuntimeException {
    /** The message for a document that was too much for the server's memory. */
    public static final String NO_MEMORY = "It needs more memory than the server has left.";

    private static final long serialVersionUID = 1L;

    private final String detail;

    public UnreadableDocumentException(String message) {
        this(message, "");
    }

    /**
     * With more to say than whoever put it in may know.
     *
     * @param detail for the operator's log alone
     */
    public UnreadableDocumentException(String message, String detail) {
        super(message);
        this.detail = detail;
    }

    /** For the operator's log alone; may be empty. */
    public String detail() {
        return detail;
    }
}
