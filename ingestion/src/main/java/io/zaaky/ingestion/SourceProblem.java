package io.zaaky.ingestion;

/**
 * Something that can't be taken.
 *
 * @param id what the document's id is or would be
 * @param where the file, folder or address
 * @param reason a sentence for whoever looks at the documents' states
 * @param detail what only the operator's log tells; may be empty
 */
public record SourceProblem(String id, String where, String reason, String detail) {
    /** A problem of which everything may be told. */
    public SourceProblem(String id, String where, String reason) {
        this(id, where, reason, "");
    }
}
