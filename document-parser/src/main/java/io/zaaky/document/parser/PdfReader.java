package io.zaaky.document.parser;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;

/**
 * Reads the text on the pages of a PDF. Forms (XFA), annotations, scripts and attachments are
 * ignored.
 */
final class PdfReader {
    /** Titles that programs insert by themselves. */
    private static final Pattern NO_TITLE =
            Pattern.compile(
                    "(?i).{0,3}|untitled.*|.*\\.[a-z]{2,4}|microsoft (word|powerpoint|excel) -.*"
                        + "|(document|dokument|presentation|präsentation)\\s?\\d*|\\S*[/\\\\]\\S*");

    private PdfReader() {}

    /**
     * Reads the PDF into {@code out}.
     *
     * @return the title; empty if there is none
     */
    static String read(byte[] content, Limits limits, Xhtml out) throws IOException {
        try (PDDocument pdf =
                Loader.loadPDF(content, "", null, null, IOUtils.createMemoryOnlyStreamCache())) {
            var pages = new PdfPages(limits);
            pages.writeText(pdf, Writer.nullWriter());
            if (pages.pages().stream().allMatch(List::isEmpty)) {
                throw new Refusal(
                        pdf.getNumberOfPages() == 0
                                ? "It has no text."
                                : "It has no text: perhaps it was scanned, and text in pictures is"
                                        + " not read.");
            }
            PdfText.write(PdfMargins.without(pages.pages()), out);
            String title = pdf.getDocumentInformation().getTitle();
            return title == null || NO_TITLE.matcher(title.strip()).matches() ? "" : title;
        } catch (InvalidPasswordException e) {
            throw Refusal.password();
        }
    }
}
