package io.zaaky.app.knowledge;

import io.zaaky.ingestion.Given;
import io.zaaky.ingestion.MediaKind;

/**
 * A document as somebody sent it.
 *
 * @param id its document's
 * @param address the page to fetch it from; empty if the content is here
 * @param kind of the content, if that is here
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Upload(String id, String address, MediaKind kind, Given given, byte[] content) {

    /** A page that is fetched when it is its turn. */
    public static Upload ofPage(String id, String address) {
        return new Upload(id, address, MediaKind.HTML, Given.NOTHING, new byte[0]);
    }
}
