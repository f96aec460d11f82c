package io.zaaky.document.parser;

import java.io.IOException;
import java.util.zip.ZipException;
import javax.xml.stream.XMLStreamException;
import org.apache.tika.exception.TikaException;
import org.apache.tika.mime.MediaType;
import org.apache.tika.parser.microsoft.OfficeParser;
import org.apache.tika.parser.microsoft.ooxml.OOXMLParser;
import org.apache.tika.parser.microsoft.rtf.RTFParser;
import org.xml.sax.SAXException;

/** Reads one document. May run out of memory or time, depending on the document. */
final class DocumentParser {
    private static final String MAIL = "message/rfc822";

    private DocumentParser() {}

    /**
     * Reads a document.
     *
     * @param declared the media type according to the name; used only if the content does not
     *     determine it
     * @param limits the limits of the document
     * @throws Refusal if it cannot be read
     */
    static Parsed parse(byte[] content, String declared, Limits limits) {
        if (content.length == 0) {
            throw Refusal.noText();
        }
        MediaType type = type(content, declared);
        Format format = Format.of(type).orElseThrow(() -> Format.refused(type));
        var out = new Xhtml(limits);
        try {
            String title = read(format, type, content, limits, out);
            if (!out.hasText()) {
                throw Refusal.noText();
            }
            return new Parsed(type.toString(), title.strip(), out.toString());
        } catch (Refusal e) {
            throw e;
        } catch (StackOverflowError e) { // the stack has unwound here
            throw Refusal.tooDeep();
        } catch (IOException | XMLStreamException | TikaException | SAXException e) {
            throw refusal(e, format);
        } catch (RuntimeException e) { // thrown by parsers for unexpected input
            throw refusal(e, format);
        }
    }

    /** Finds the cause of a failure, because parsers wrap exceptions. */
    private static Refusal refusal(Throwable thrown, Format format) {
        for (Throwable e = thrown; e != null; e = e.getCause()) {
            if (e instanceof Refusal refusal) {
                return refusal;
            }
            if (e.getClass().getSimpleName().equals("EncryptedDocumentException")) {
                return Refusal.password();
            }
            String message = String.valueOf(e.getMessage());
            if (message.contains("Zip bomb") || message.contains("inflate ratio")) {
                return Refusal.tooLargeUnpacked();
            }
        }
        return Refusal.damaged(format.said);
    }

    private static MediaType type(byte[] content, String declared) {
        MediaType found;
        try {
            found = Format.detect(content);
        } catch (IOException | RuntimeException e) { // a truncated container
            found = MediaType.OCTET_STREAM;
        }
        boolean text = found.getType().equals("text") || found.equals(MediaType.OCTET_STREAM);
        return declared.equals(MAIL) && text ? MediaType.parse(MAIL) : found;
    }

    private static String read(
            Format format, MediaType type, byte[] content, Limits limits, Xhtml out)
            throws IOException, XMLStreamException, TikaException, SAXException {
        return switch (format) {
            case PDF -> PdfReader.read(content, limits, out);
            case WORD -> TikaReader.read(new OOXMLParser(), content, type, false, out);
            case SHEET -> TikaReader.read(new OOXMLParser(), content, type, true, out);
            case OLD_OFFICE -> TikaReader.read(new OfficeParser(), content, type, false, out);
            case OLD_SHEET -> TikaReader.read(new OfficeParser(), content, type, true, out);
            case RICH_TEXT -> TikaReader.read(new RTFParser(), content, type, false, out);
            case MAIL -> MailReader.read(content, out);
            case SLIDES, OPEN_DOCUMENT, EPUB -> unpacked(format, content, out);
        };
    }

    private static String unpacked(Format format, byte[] content, Xhtml out)
            throws IOException, XMLStreamException {
        try (var zip = new Zip(content)) {
            return switch (format) {
                case SLIDES -> {
                    SlidesReader.read(zip, out);
                    yield title(zip);
                }
                case EPUB -> EpubReader.read(zip, out);
                case OPEN_DOCUMENT -> OdfReader.read(zip, out);
                case PDF, WORD, SHEET, OLD_OFFICE, OLD_SHEET, RICH_TEXT, MAIL ->
                        throw new ZipException("no ZIP file");
            };
        }
    }

    private static String title(Zip zip) throws IOException, XMLStreamException {
        if (!zip.has("docProps/core.xml")) {
            return "";
        }
        var title = new TextOf("title");
        Xml.read(zip.part("docProps/core.xml"), title);
        return title.toString().equals("PowerPoint Presentation") ? "" : title.toString();
    }
}
