package io.zaaky.ingestion;

/**
 * A document that cannot be read.
 *
 * @param id the id that the document has or would have
 * @param where the file, folder or address
 * @param reason a sentence for people who look at the state of documents
 * @param detail additional information only for the operator's log; may be empty
 */
public record SourceProblem(String id, String where, String reason, String detail) {
    /** A problem without confidential details. */
    public SourceProblem(String id, String where, String reason) {
        this(id, where, reason, "");
    }
}
