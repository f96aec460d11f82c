package io.zaaky.ingestion.web;

import java.time.Instant;
import java.util.List;

/**
 * What is known of a page since it was last asked for.
 *
 * @param result what came of it
 * @param reason why it is not indexed, or not anew; empty if it is
 * @param id of its document; empty if it has none
 * @param url where it was in the end
 * @param etag empty if there is none to be sent back
 * @param lastModified empty if there is none to be sent back
 * @param bytes how large it was; 0 if it has no document
 * @param links the pages of the source that it leads to
 * @param checked when it was asked for
 */
public record PageMemory(
        Result result,
        String reason,
        String id,
        String url,
        String etag,
        String lastModified,
        long bytes,
        List<String> links,
        Instant checked) {

    /** What came of a page. */
    public enum Result {
        INDEXED,
        UNCHANGED,
        /** It is there, but is no document of its own. */
        SKIPPED,
        FAILED
    }

    public PageMemory {
        links = List.copyOf(links);
    }

    Validators validators() {
        return new Validators(url, etag, lastModified);
    }

    PageMemory as(Result newResult, String newReason, Instant now) {
        return new PageMemory(newResult, newReason, id, url, etag, lastModified, bytes, links, now);
    }
}
