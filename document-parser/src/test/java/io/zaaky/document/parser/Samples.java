package io.zaaky.document.parser;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.poi.poifs.crypt.EncryptionInfo;
import org.apache.poi.poifs.crypt.EncryptionMode;
import org.apache.poi.poifs.crypt.Encryptor;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.apache.poi.xslf.usermodel.SlideLayout;
import org.apache.poi.xslf.usermodel.XMLSlideShow;
import org.apache.poi.xslf.usermodel.XSLFSlide;
import org.apache.poi.xssf.usermodel.XSSFRow;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.apache.poi.xwpf.usermodel.XWPFStyle;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTStyle;

/** Documents as other programs write them. */
final class Samples {
    private static final PDFont PROSE = new PDType1Font(Standard14Fonts.FontName.TIMES_ROMAN);
    private static final PDFont BOLD = new PDType1Font(Standard14Fonts.FontName.HELVETICA_BOLD);

    private static final String FONT =
            "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>/T 9 0 R>>";

    private Samples() {}

    /** Four pages with what stands above and below each of them. */
    static byte[] handbook() {
        try (var pdf = new PDDocument()) {
            pdf.getDocumentInformation().setTitle("Microsoft Word - handbook.docx");
            for (int page = 1; page <= 4; page++) {
                try (PDPageContentStream out = page(pdf)) {
                    write(out, PROSE, 9, 72, 760, "Harbor handbook 2026");
                    write(out, PROSE, 9, 300, 30, "Page " + page + " of 4");
                    write(out, BOLD, 18, 72, 650, "Chapter " + page);
                    write(out, PROSE, 11, 72, 620, "The office opens at eight in the morning and");
                    write(out, PROSE, 11, 72, 607, "closes at six. On Sundays call the emer-");
                    write(out, PROSE, 11, 72, 594, "gency number.");
                    write(out, PROSE, 11, 72, 568, "A permit of kind " + page + " costs forty");
                    write(out, PROSE, 11, 72, 555, "euros a year.");
                    write(out, PROSE, 11, 72, 530, "\u2022 umbrellas");
                    write(out, PROSE, 11, 72, 515, "\u2022 gloves");
                }
            }
            return bytes(pdf);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Line by line across both columns, as some programs write them. */
    static byte[] columns() {
        try (var pdf = new PDDocument()) {
            try (PDPageContentStream out = page(pdf)) {
                write(out, BOLD, 18, 72, 640, "A title across both of the columns");
                for (int i = 0; i < 12; i++) {
                    write(out, PROSE, 10, 72, 600 - 12 * i, "left " + i + " goes on and on with");
                    write(out, PROSE, 10, 320, 600 - 12 * i, "right " + i + " is another story of");
                }
            }
            return bytes(pdf);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Forms in one another: each but the last draws the next one {@code times}. */
    static byte[] nestedForms(int forms, int times) {
        return nestedForms(forms, times, "");
    }

    /** The same, of forms whose colors are mixed before they are put on the page. */
    static byte[] nestedGroups(int forms, int times) {
        return nestedForms(forms, times, "/Group<</S/Transparency>>");
    }

    private static byte[] nestedForms(int forms, int times, String group) {
        String draws = "/X Do ".repeat(times) + "BT /F 12 Tf 72 500 Td (x) Tj ET";
        var objects = new StringBuilder();
        for (int i = 0; i < forms; i++) {
            boolean last = i == forms - 1;
            String next = last ? "" : "/XObject<</X " + (6 + i) + " 0 R>>";
            String content = last ? draws.replace("/X Do ", "").replace("x", "deep") : draws;
            objects.append(form(5 + i, group + "/Resources<<" + FONT + next + ">>", content));
        }
        return page(draws, "/XObject<</X 5 0 R>>", objects.toString());
    }

    /**
     * A page that draws {@code content}, written by hand; its first font is {@code /F}.
     *
     * @param resources besides the font
     * @param objects from 5 on
     */
    static byte[] page(String content, String resources, String objects) {
        String pdf =
                """
                %PDF-1.4
                1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
                2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
                3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R
                """;
        String page = "/Resources<<" + FONT + resources + ">>>> endobj\n";
        return (pdf + page + stream(4, "", content) + objects + "trailer <</Root 1 0 R>>\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    static String form(int number, String entries, String content) {
        String form = "/Type/XObject/Subtype/Form/BBox[0 0 612 792]" + entries;
        return stream(number, form, content);
    }

    /** Packed, as nearly all streams are; in Latin 1. */
    static String packed(int number, String entries, String content) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DeflaterOutputStream(bytes)) {
            out.write(content.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String packed = bytes.toString(StandardCharsets.ISO_8859_1);
        return stream(number, entries + "/Filter/FlateDecode", packed);
    }

    static String packedForm(int number, String content) {
        return packed(number, "/Type/XObject/Subtype/Form/BBox[0 0 612 792]", content);
    }

    static String stream(int number, String entries, String content) {
        return "%d 0 obj <<%s/Length %d>> stream\n%s\nendstream endobj\n"
                .formatted(number, entries, content.length(), content);
    }

    static byte[] scanned() {
        try (var pdf = new PDDocument()) {
            try (PDPageContentStream out = page(pdf)) {
                out.addRect(100, 100, 200, 200);
                out.fill();
            }
            return bytes(pdf);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A PDF that is encrypted.
     *
     * @param password to open it; empty if only changes are forbidden
     */
    static byte[] encrypted(String password) {
        try (var pdf = new PDDocument()) {
            try (PDPageContentStream out = page(pdf)) {
                write(out, PROSE, 11, 72, 500, "Behind a lock.");
            }
            var policy = new StandardProtectionPolicy("owner", password, new AccessPermission());
            policy.setEncryptionKeyLength(128);
            pdf.protect(policy);
            return bytes(pdf);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PDPageContentStream page(PDDocument pdf) throws IOException {
        var page = new PDPage();
        pdf.addPage(page);
        return new PDPageContentStream(pdf, page);
    }

    private static void write(
            PDPageContentStream out, PDFont font, int size, int x, int y, String text)
            throws IOException {
        out.beginText();
        out.setFont(font, size);
        out.newLineAtOffset(x, y);
        out.showText(text);
        out.endText();
    }

    private static byte[] bytes(PDDocument pdf) throws IOException {
        var out = new ByteArrayOutputStream();
        pdf.save(out);
        return out.toByteArray();
    }

    static byte[] word() {
        try (var document = new XWPFDocument();
                var out = new ByteArrayOutputStream()) {
            for (int level = 1; level < 3; level++) {
                CTStyle style = CTStyle.Factory.newInstance();
                style.setStyleId("berschrift" + level);
                style.addNewName().setVal("heading " + level);
                style.addNewPPr().addNewOutlineLvl().setVal(BigInteger.valueOf(level - 1));
                document.createStyles().addStyle(new XWPFStyle(style));
            }
            document.getProperties().getCoreProperties().setTitle("Fees & rules");
            paragraph(document, "berschrift1", "Fees");
            paragraph(document, "", "A berth costs 12 euros a night.");
            paragraph(document, "berschrift2", "Boats");
            var table = document.createTable(2, 3);
            List<String> cells = List.of("Boat", "Summer", "Winter", "Dinghy", "4", "2");
            for (int i = 0; i < cells.size(); i++) {
                table.getRow(i / 3).getCell(i % 3).setText(cells.get(i));
            }
            document.write(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void paragraph(XWPFDocument document, String style, String text) {
        XWPFParagraph paragraph = document.createParagraph();
        if (!style.isEmpty()) {
            paragraph.setStyle(style);
        }
        paragraph.createRun().setText(text);
    }

    static byte[] slides() {
        try (var show = new XMLSlideShow();
                var out = new ByteArrayOutputStream()) {
            var layout = show.getSlideMasters().getFirst().getLayout(SlideLayout.TITLE_AND_CONTENT);
            for (int i = 1; i < 3; i++) {
                XSLFSlide slide = show.createSlide(layout);
                slide.getPlaceholder(0).setText("Title " + i);
                slide.getPlaceholder(1).setText("first of " + i + "\nsecond of " + i);
            }
            show.write(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] sheets() {
        try (var book = new XSSFWorkbook();
                var out = new ByteArrayOutputStream()) {
            XSSFSheet fares = book.createSheet("Fares");
            fares.createRow(0).createCell(0).setCellValue("All prices in euros");
            row(fares.createRow(1), "Route", "Price");
            row(fares.createRow(3), "North", "4");
            book.createSheet("Empty");
            book.write(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void row(XSSFRow row, String... cells) {
        for (int i = 0; i < cells.length; i++) {
            row.createCell(i).setCellValue(cells[i]);
        }
    }

    static byte[] lockedWord() {
        try (var files = new POIFSFileSystem();
                var out = new ByteArrayOutputStream()) {
            Encryptor encryptor = new EncryptionInfo(EncryptionMode.agile).getEncryptor();
            encryptor.confirmPassword("secret");
            try (var locked = encryptor.getDataStream(files)) {
                locked.write(word());
            }
            files.writeFilesystem(out);
            return out.toByteArray();
        } catch (IOException | java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] openDocument(String kind, String body) {
        return zip(
                Map.of(
                        "content.xml",
                        """
                        <office:document-content xmlns:office="urn:o" xmlns:text="urn:t"
                         xmlns:table="urn:tb" xmlns:draw="urn:d" xmlns:presentation="urn:p"
                        ><office:body>%s</office:body></office:document-content>\
                        """
                                .formatted(body),
                        "meta.xml",
                        "<m xmlns:dc='urn:dc'><dc:title>Rules of 2026</dc:title></m>"),
                "application/vnd.oasis.opendocument." + kind);
    }

    static byte[] book() {
        return zip(
                Map.of(
                        "META-INF/container.xml",
                        "<container><rootfiles><rootfile full-path='O/c.opf'/></rootfiles>"
                                + "</container>",
                        "O/c.opf",
                        """
                        <package><metadata xmlns:dc="urn:dc"><dc:title>The Book</dc:title></metadata>
                        <manifest><item id="a" href="a.xhtml"/><item id="b" href="b%20b.xhtml"/></manifest>
                        <spine><itemref idref="b"/><itemref idref="a"/></spine></package>\
                        """,
                        "O/a.xhtml",
                        "<!DOCTYPE html><html><body><h1>Second</h1><p>last&nbsp;words</p></body>"
                                + "</html>",
                        "O/b b.xhtml",
                        "<html><body><script>x</script><h1>First</h1><p>words</p></body></html>"),
                "application/epub+zip");
    }

    /** A Word document with that text in its main part. */
    static byte[] wordOf(String documentXml) {
        return zip(
                Map.of(
                        "[Content_Types].xml",
                        """
                        <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
                        <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
                        <Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
                        </Types>\
                        """,
                        "_rels/.rels",
                        """
                        <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
                        <Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
                        </Relationships>\
                        """,
                        "word/document.xml",
                        documentXml),
                "");
    }

    /** 400 megabytes of XML in less than one. */
    static byte[] bomb(String mimetype) {
        var bytes = new ByteArrayOutputStream();
        byte[] megabyte = " ".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
        try (var zip = new ZipOutputStream(bytes)) {
            store(zip, mimetype);
            zip.putNextEntry(new ZipEntry("content.xml"));
            zip.write("<o>".getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 400; i++) {
                zip.write(megabyte);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * A ZIP file.
     *
     * @param mimetype its first part; empty if there is none
     */
    static byte[] zip(Map<String, String> parts, String mimetype) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            if (!mimetype.isEmpty()) {
                store(zip, mimetype);
            }
            for (Map.Entry<String, String> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void store(ZipOutputStream zip, String mimetype) throws IOException {
        byte[] type = mimetype.getBytes(StandardCharsets.US_ASCII);
        var entry = new ZipEntry("mimetype");
        var crc = new CRC32();
        crc.update(type);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(type.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(type);
    }
}
