package io.zaaky.document.parser;

import java.io.IOException;
import java.io.InputStream;
import org.apache.tika.exception.EncryptedDocumentException;
import org.apache.tika.exception.TikaException;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.microsoft.OfficeParserConfig;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/** Reads formats for which Tika has a good parser, without embedded documents. */
final class TikaReader {
    private TikaReader() {}

    /**
     * Reads a document into {@code out}.
     *
     * @param sheet whether it is a spreadsheet
     * @return the title; empty if there is none
     */
    static String read(Parser parser, byte[] content, MediaType type, boolean sheet, Xhtml out)
            throws IOException, SAXException, TikaException {
        var metadata = new Metadata();
        metadata.set(Metadata.CONTENT_TYPE, type.toString());
        var config = new OfficeParserConfig();
        config.setUseSAXDocxExtractor(true); // does not keep the whole tree in memory
        config.setIncludeHeadersAndFooters(false);
        config.setExtractMacros(false);
        var context = new ParseContext();
        context.set(OfficeParserConfig.class, config);
        context.set(EmbeddedDocumentExtractor.class, new Nothing());
        try (TikaInputStream in = TikaInputStream.get(content)) {
            parser.parse(in, new TikaEvents(out, sheet), metadata, context);
        } catch (EncryptedDocumentException e) {
            throw Refusal.password();
        }
        String title = metadata.get(TikaCoreProperties.TITLE);
        return title == null ? "" : title;
    }

    private static final class Nothing implements EmbeddedDocumentExtractor {
        @Override
        public boolean shouldParseEmbedded(Metadata metadata) {
            return false;
        }

        @Override
        public void parseEmbedded(
                InputStream in, ContentHandler handler, Metadata metadata, boolean html) {}
    }
}
