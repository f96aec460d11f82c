package io.zaaky.ingestion;

/**
 * What came of reading a document.
 *
 * @param fingerprint of what was read, and of the version of the reader
 * @param hash the document's; empty if it could not be read
 * @param reason why it could not be read; empty if it could
 */
public record Reading(String fingerprint, String hash, String reason) {
    static Reading refused(String fingerprint, String reason) {
        return new Reading(fingerprint, "", reason);
    }

    boolean isRefused() {
        return hash.isEmpty();
    }
}
