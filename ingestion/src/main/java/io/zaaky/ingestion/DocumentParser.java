package io.zaaky.ingestion;

/** Reads formats that are no plain text. */
public interface DocumentParser {

    /** For where there is none: every such document is refused. */
    DocumentParser NONE =
            (content, mediaType) -> {
                throw new UnreadableDocumentException(ParserProgram.MISSING);
            };

    /**
     * What a document says.
     *
     * @param title empty if it names none
     * @param xhtml not trusted
     */
    record Parsed(String title, String xhtml) {}

    /**
     * Reads a document. Blocks.
     *
     * @param mediaType by its name; empty if unknown. The content comes first
     * @throws UnreadableDocumentException if it can't be read
     * @throws io.zaaky.spi.PluginException if the caller was interrupted
     */
    Parsed parse(byte[] content, String mediaType);
}
