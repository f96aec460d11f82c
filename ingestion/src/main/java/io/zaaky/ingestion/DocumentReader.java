package io.zaaky.ingestion;

import io.zaaky.ingestion.DocumentParser.Parsed;
import io.zaaky.spi.Document;
import io.zaaky.spi.Document.Chunk;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads and splits a document. Safe to call from many threads. What is no text goes to a {@link
 * DocumentParser}, which may take a while; everything else does no I/O.
 */
public final class DocumentReader {
    private static final int LONGEST_TITLE = 200; // characters
    private static final int LONGEST_TITLE_TOKENS = 100;

    private final DocumentParser parser;

    /** Reads text, Markdown, HTML and CSV only. */
    public DocumentReader() {
        this(DocumentParser.NONE);
    }

    /**
     * Reads everything.
     *
     * @param parser for what is no text; the caller closes it
     */
    public DocumentReader(DocumentParser parser) {
        this.parser = parser;
    }

    /** Another one when the same content would make another document. */
    public static int version() {
        return Splitter.VERSION;
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
        if (!DocumentIds.isId(id)) {
            throw new IllegalArgumentException("not a document's id");
        }
        try {
            Extract extract = extract(content, kind, given);
            String title = title(given.title(), extract.title(), FileTitle.of(id));
            String url = WebAddress.orEmpty(given.url());
            return document(id, title, url.isEmpty() ? extract.url() : url, extract.blocks());
        } catch (OutOfMemoryError e) { // what it had taken is free again here
            throw new UnreadableDocumentException(UnreadableDocumentException.NO_MEMORY);
        }
    }

    /** What a document says, before it is split. */
    Extract extract(byte[] content, MediaKind kind, Given given) {
        boolean parsed = Content.isDocument(content, kind);
        Optional<String> text =
                parsed
                        ? Optional.empty()
                        : TextDecoder.textOf(content, given.charset(), Content.mayDeclare(kind));
        if (text.isEmpty()) {
            String type = kind == MediaKind.MAIL ? "message/rfc822" : "";
            Parsed document = parser.parse(content, type);
            return HtmlExtractor.extract(document.title(), document.xhtml());
        }
        return extract(text.get(), Content.kindOf(text.get(), kind));
    }

    private static Extract extract(String text, MediaKind kind) {
        try {
            return switch (kind) {
                case TEXT, MAIL, DOCUMENT -> PlainTextExtractor.extract(text);
                case MARKDOWN -> MarkdownExtractor.extract(text);
                case HTML -> HtmlExtractor.extract(text);
                case CSV -> CsvExtractor.extract(text);
            };
        } catch (StackOverflowError e) { // a parser's recursion; the stack is whole again here
            throw new UnreadableDocumentException("Its parts are nested too deeply to be read.");
        }
    }

    private static Document document(String id, String title, String url, List<Block> blocks) {
        List<Chunk> chunks = Splitter.split(title, DocumentText.of(blocks));
        if (chunks.isEmpty()) {
            throw new UnreadableDocumentException("It has no text.");
        }
        return new Document(id, title, url, DocumentHash.of(title, url, chunks), chunks);
    }

    private static String title(String... candidates) {
        String title =
                Stream.of(candidates)
                        .map(CleanText::line)
                        .filter(candidate -> !candidate.isEmpty())
                        .findFirst()
                        .orElse("Untitled");
        int end = Math.min(title.length(), LONGEST_TITLE);
        while (end < title.length() && Character.isLowSurrogate(title.charAt(end))) {
            end--;
        }
        while (Size.tokens(title.substring(0, end)) > LONGEST_TITLE_TOKENS) {
            end = title.offsetByCodePoints(end, -1);
        }
        return title.substring(0, end).strip();
    }
}
