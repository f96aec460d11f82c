package io.zaaky.ingestion;

import io.zaaky.ingestion.ParserRequest.Task;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.Document;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads and splits documents, in another process, and remembers what could not be read: it is not
 * tried again until its content or the version changes. Safe to call from many threads; a call may
 * take a while.
 */
public final class DocumentReader {
    /** Another number wherever the same content makes another document; the program has it too. */
    private static final int VERSION = 3;

    private final DocumentParser parser;
    private final String organisation;
    private final Readings readings;

    /**
     * Reads for nobody in particular, and remembers nothing.
     *
     * @param parser the caller closes it
     */
    public DocumentReader(ParserPool parser) {
        this(parser, "", Readings.NONE);
    }

    DocumentReader(DocumentParser parser, String organisation, Readings readings) {
        this.parser = parser;
        this.organisation = organisation;
        this.readings = readings;
    }

    /** One that reads a chatbot's documents, at its organisation's turn. */
    public DocumentReader of(ChatbotKey key, Readings memory) {
        return new DocumentReader(parser, key.org(), memory);
    }

    /** Another one when the same content would make another document. */
    public static int version() {
        return VERSION;
    }

    /**
     * Reads a document about which nothing is known but where visitors can read it.
     *
     * @param url empty if nowhere
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
     * Reads what the markup of a web page says to robots.
     *
     * @param id of the document that the page is or would be
     * @param charset as the server named it; empty if it did not
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

    /** What came of reading the same before. */
    Optional<Reading> find(String id, String fingerprint) {
        return readings.find(id).filter(reading -> reading.fingerprint().equals(fingerprint));
    }

    /** The document is in the index as it was read. */
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

    /** A document that could not be read is to be read once more as it is. */
    public void tryAgain(String id) {
        if (readings.find(id).filter(Reading::isRefused).isPresent()) {
            readings.remove(id);
        }
    }

    /** A document has gone. */
    public void forget(String id) {
        readings.remove(id);
    }

    /** Why documents wait just now, for people; empty if they do not. */
    public Optional<String> waiting() {
        return parser.waiting(organisation);
    }
}
