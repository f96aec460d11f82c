package io.zaaky.ingestion;

/**
 * The result of reading a document.
 *
 * @param fingerprint a hash of the input and of the reader's version
 * @param hash the document's hash; empty if it could not be read
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
