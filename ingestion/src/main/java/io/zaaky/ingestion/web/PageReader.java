package io.zaaky.ingestion.web;

import io.zaaky.ingestion.Given;
import io.zaaky.ingestion.MediaKind;
import io.zaaky.ingestion.UnreadableDocumentException;
import io.zaaky.ingestion.web.Fetched.Failed;
import io.zaaky.ingestion.web.Fetched.Gone;
import io.zaaky.ingestion.web.Fetched.Page;
import io.zaaky.ingestion.web.Fetched.Unchanged;
import io.zaaky.ingestion.web.Fetched.Unwanted;

/** Fetches single pages by address, on request. Safe to call from many threads. */
public final class PageReader {
    private final Fetcher fetcher;

    public PageReader(Fetcher fetcher) {
        this.fetcher = fetcher;
    }

    /**
     * A page as it was fetched.
     *
     * @param given where visitors can read it, and how it is encoded
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Fresh(byte[] content, MediaKind kind, Given given) {}

    /** The id of a page's document: its host and path. */
    public static String id(WebUrl url) {
        return WebSource.id(url);
    }

    /**
     * Fetches a page, following redirects, under the same rules as for websites.
     *
     * @throws UnreadableDocumentException if the page cannot be fetched; its message says why
     */
    public Fresh fetch(WebUrl url) throws InterruptedException {
        return switch (fetcher.fetch(url, Validators.NONE, Page::isReadable)) {
            case Page page ->
                    new Fresh(
                            page.body(),
                            page.kind(),
                            new Given("", page.url().toString(), page.charset()));
            case Unchanged unchanged ->
                    throw new UnreadableDocumentException("It says that it is unchanged.");
            case Gone(String reason) -> throw new UnreadableDocumentException(reason);
            case Unwanted(String reason) -> throw new UnreadableDocumentException(reason);
            case Failed(int status, String reason, String detail, boolean down) ->
                    throw new UnreadableDocumentException(reason, detail);
        };
    }
}
