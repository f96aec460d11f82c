package io.zaaky.ingestion;

/** A document cannot be read. The message is a sentence for the person who added it. */
public final class UnreadableDocumentException extends RuntimeException {
    /** The message for a document that did not fit into the server's memory. */
    public static final String NO_MEMORY = "It needs more memory than the server has left.";

    private static final long serialVersionUID = 1L;

    private final boolean lasting;
    private final String detail;

    /** A failure after which another try may succeed. */
    public UnreadableDocumentException(String message) {
        this(message, "", false);
    }

    /**
     * @param lasting whether the same content will be unreadable next time too
     */
    UnreadableDocumentException(String message, boolean lasting) {
        this(message, "", lasting);
    }

    /**
     * A failure with details that the person who added the document must not see.
     *
     * @param detail the details, only for the operator's log
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

    /** The details, only for the operator's log; may be empty. */
    public String detail() {
        return detail;
    }
}
