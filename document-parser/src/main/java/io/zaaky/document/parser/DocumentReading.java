package io.zaaky.document.parser;

import io.zaaky.spi.Document;
import io.zaaky.spi.Document.Chunk;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Turns a document's bytes into the document that is indexed. Equal bytes give equal documents. */
final class DocumentReading {
    private static final int LONGEST_TITLE = 200; // characters
    private static final int LONGEST_TITLE_TOKENS = 100;

    private DocumentReading() {}

    /**
     * Reads and splits a document.
     *
     * @param id the document's id, whose last part becomes the title if there is no other
     * @throws Refusal if the document cannot be read
     */
    static Document read(String id, byte[] content, MediaKind kind, Given given, Limits limits) {
        Extract extract = extract(content, kind, given, limits);
        String title = title(given.title(), extract.title(), FileTitle.of(id));
        String url = WebAddress.orEmpty(given.url());
        return document(id, title, url.isEmpty() ? extract.url() : url, extract, limits);
    }

    /** The content of a document before it is split. */
    static Extract extract(byte[] content, MediaKind kind, Given given, Limits limits) {
        boolean parsed = Content.isDocument(content, kind);
        Optional<String> text =
                parsed
                        ? Optional.empty()
                        : TextDecoder.textOf(content, given.charset(), Content.mayDeclare(kind));
        var meter = new Meter(limits);
        try {
            return text.isEmpty()
                    ? document(content, kind, meter)
                    : text(text.get(), Content.kindOf(text.get(), kind), meter);
        } catch (StackOverflowError e) { // from a parser's recursion; the stack has unwound here
            throw Refusal.tooDeep();
        } catch (Refusal e) {
            throw e;
        } catch (RuntimeException e) { // thrown by parsers for unexpected input
            throw Refusal.oddMarks();
        }
    }

    private static Extract document(byte[] content, MediaKind kind, Meter meter) {
        String type = kind == MediaKind.MAIL ? "message/rfc822" : "";
        Parsed document = DocumentParser.parse(content, type, meter.limits());
        return HtmlExtractor.extract(document.title(), document.xhtml(), meter);
    }

    private static Extract text(String text, MediaKind kind, Meter meter) {
        return switch (kind) {
            case TEXT, MAIL, DOCUMENT -> PlainTextExtractor.extract(text);
            case MARKDOWN -> MarkdownExtractor.extract(text, meter);
            case HTML -> HtmlExtractor.extract(text, meter);
            case CSV -> CsvExtractor.extract(text, meter);
        };
    }

    private static Document document(
            String id, String title, String url, Extract extract, Limits limits) {
        DocumentText text = DocumentText.of(extract.blocks(), new Meter(limits));
        List<Chunk> chunks = Splitter.split(title, text);
        if (chunks.isEmpty()) {
            throw Refusal.noText();
        }
        if (chunks.size() > limits.passages()) {
            throw Refusal.tooManyPassages(limits.passages());
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
