package io.zaaky.ingestion;

import io.zaaky.spi.Document;
import java.util.Optional;

/**
 * Reads what others wrote, in turns by organisation. Blocks. Safe to call from many threads.
 *
 * <p>Each call throws an {@link UnreadableDocumentException} if the content can't be read, and a
 * {@link io.zaaky.spi.PluginException} if the caller was interrupted.
 */
interface DocumentParser {

    /** The document, split. */
    Document document(String organisation, ParserRequest request);

    /** What a web page's markup says to robots. */
    PageMarkup markup(String organisation, ParserRequest request);

    /** Why documents of the organisation wait just now, for people; empty if they do not. */
    Optional<String> waiting(String organisation);
}
