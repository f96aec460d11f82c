package io.zaaky.ingestion;

/** A document can't be read. The message is a sentence for whoever put it in. */
public final class UnreadableDocumentException extends RuntimeException {
    /** The message for a document that was too much for the server's memory. */
    public static final String NO_MEMORY = "It needs more memory than the server has left.";

    private static final long serialVersionUID = 1L;

    private final boolean lasting;
    private final String detail;

    /** Nothing is known of the next try. */
    public UnreadableDocumentException(String message) {
        this(message, "", false);
    }

    /**
     * @param lasting whether the same content can't be read next time either
     */
    UnreadableDocumentException(String message, boolean lasting) {
        this(message, "", lasting);
    }

    /**
     * With more to say than whoever put it in may know.
     *
     * @param detail for the operator's log alone
     */
    public UnreadableDocumentException(String message, String detail) {
        this(message, detail, false);
    }

    private UnreadableDocumentException(String message, String detail, boolean lasting) {
        super(message);
        this.detail = detail;
        this.lasting = lasting;
    }

    boolean isLasting() {
        return lasting;
    }

    /** For the operator's log alone; may be empty. */
    public String detail() {
        return detail;
    }
}
