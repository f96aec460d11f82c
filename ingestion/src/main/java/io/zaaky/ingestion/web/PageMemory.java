package io.zaaky.ingestion.web;

import java.time.Instant;
import java.util.List;

/**
 * What is known about a page from its last request.
 *
 * @param result the result of the request
 * @param reason why the page was not indexed or not updated; empty if it was
 * @param id the id of its document; empty if it has none
 * @param url the final address after redirects
 * @param etag the ETag to send back; empty if there is none
 * @param lastModified the date to send back; empty if there is none
 * @param bytes the size of the page; 0 if it has no document
 * @param links the pages of the source that it links to
 * @param checked when it was requested
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

    /** The result for a page. */
    public enum Result {
        INDEXED,
        UNCHANGED,
        /** The page exists but is not a document of its own. */
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
