package io.zaaky.ingestion;

/**
 * Something that can't be taken.
 *
 * @param id what the document's id is or would be
 * @param where the file, folder or address
 * @param reason a sentence for people
 */
public record SourceProblem(String id, String where, String reason) {}
