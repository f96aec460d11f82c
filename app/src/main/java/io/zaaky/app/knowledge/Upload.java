package io.zaaky.app.knowledge;

import io.zaaky.ingestion.Given;
import io.zaaky.ingestion.MediaKind;

/**
 * A document as a client sent it.
 *
 * @param id the document's id
 * @param address the page to fetch it from; empty if the content is included
 * @param kind of the content, if it is included
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Upload(String id, String address, MediaKind kind, Given given, byte[] content) {

    /** A page to fetch when its turn comes. */
    public static Upload ofPage(String id, String address) {
        return new Upload(id, address, MediaKind.HTML, Given.NOTHING, new byte[0]);
    }
}
