package io.zaaky.ingestion;

import io.zaaky.spi.Document;
import java.util.Optional;

/**
 * Reads untrusted documents; organisations take turns. Calls block. Safe to call from many threads.
 *
 * <p>Each call throws an {@link UnreadableDocumentException} if the content can't be read, and a
 * {@link io.zaaky.spi.PluginException} if the caller was interrupted.
 */
interface DocumentParser {

    /** The document, split. */
    Document document(String organisation, ParserRequest request);

    /** The instructions for robots in a web page's markup. */
    PageMarkup markup(String organisation, ParserRequest request);

    /**
     * A sentence for people that says why documents of the organisation are waiting; empty if they
     * are not.
     */
    Optional<String> waiting(String organisation);
}
