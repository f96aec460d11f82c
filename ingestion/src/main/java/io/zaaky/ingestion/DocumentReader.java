package io.zaaky.ingestion;

import io.zaaky.ingestion.ParserRequest.Task;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.Document;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads and splits documents in another process. Remembers which documents could not be read, and
 * does not try them again until their content or the version changes. Safe to call from many
 * threads; a call may take a while.
 */
public final class DocumentReader {
    /**
     * Must change whenever the same content results in another document; the program has the same
     * number.
     */
    private static final int VERSION = 3;

    private final DocumentParser parser;
    private final String organisation;
    private final Readings readings;

    /**
     * Creates a reader that belongs to no chatbot and remembers nothing.
     *
     * @param parser the pool, which the caller closes
     */
    public DocumentReader(ParserPool parser) {
        this(parser, "", Readings.NONE);
    }

    DocumentReader(DocumentParser parser, String organisation, Readings readings) {
        this.parser = parser;
        this.organisation = organisation;
        this.readings = readings;
    }

    /** A reader for a chatbot's documents, which takes its organisation's turns. */
    public DocumentReader of(ChatbotKey key, Readings memory) {
        return new DocumentReader(parser, key.org(), memory);
    }

    /** The version; changes whenever the same content would result in another document. */
    public static int version() {
        return VERSION;
    }

    /**
     * Reads a document of which only the address for visitors is known.
     *
     * @param url the address for visitors; empty if there is none
     */
    public Document read(String id, byte[] content, MediaKind kind, String url) {
        return read(id, content, kind, new Given("", url, ""));
    }

    /**
     * Reads a document. The same input always gives the same document.
     *
     * @param id see {@link DocumentIds}
     * @throws UnreadableDocumentException if it can't be read; its message says why
     * @throws io.zaaky.spi.PluginException if the thread was interrupted
     */
    public Document read(String id, byte[] content, MediaKind kind, Given given) {
        var request = request(id, content, kind, given);
        return remembering(id, request, () -> parser.document(organisation, request));
    }

    /**
     * Reads the instructions for robots in the markup of a web page.
     *
     * @param id the id of the document that the page is or would be
     * @param charset the charset that the server named; empty if it named none
     * @throws UnreadableDocumentException if it can't be read; its message says why
     * @throws io.zaaky.spi.PluginException if the thread was interrupted
     */
    public PageMarkup markup(String id, byte[] content, String charset) {
        var given = new Given("", "", charset);
        var request = new ParserRequest(Task.MARKUP, "", MediaKind.HTML, given, content);
        return remembering(id, request, () -> parser.markup(organisation, request));
    }

    private <T> T remembering(String id, ParserRequest request, Supplier<T> reading) {
        String fingerprint = request.fingerprint();
        Optional<Reading> before = find(id, fingerprint).filter(Reading::isRefused);
        if (before.isPresent()) {
            throw new UnreadableDocumentException(before.get().reason(), true);
        }
        try {
            return reading.get();
        } catch (UnreadableDocumentException e) {
            if (e.isLasting()) {
                readings.put(id, Reading.refused(fingerprint, String.valueOf(e.getMessage())));
            }
            throw e;
        }
    }

    /** The result of an earlier reading of the same content. */
    Optional<Reading> find(String id, String fingerprint) {
        return readings.find(id).filter(reading -> reading.fingerprint().equals(fingerprint));
    }

    /** Records that the document is in the index as it was read. */
    void indexed(String id, String fingerprint, String hash) {
        readings.put(id, new Reading(fingerprint, hash, ""));
    }

    static String fingerprint(String id, byte[] content, MediaKind kind, Given given) {
        return request(id, content, kind, given).fingerprint();
    }

    private static ParserRequest request(String id, byte[] content, MediaKind kind, Given given) {
        if (!DocumentIds.isId(id)) {
            throw new IllegalArgumentException("not a document's id");
        }
        return new ParserRequest(Task.DOCUMENT, id, kind, given, content);
    }

    /** Makes a document that could not be read be tried again, even if unchanged. */
    public void tryAgain(String id) {
        if (readings.find(id).filter(Reading::isRefused).isPresent()) {
            readings.remove(id);
        }
    }

    /** Forgets a document that no longer exists. */
    public void forget(String id) {
        readings.remove(id);
    }

    /** A sentence for people that says why documents are waiting; empty if they are not. */
    public Optional<String> waiting() {
        return parser.waiting(organisation);
    }
}
