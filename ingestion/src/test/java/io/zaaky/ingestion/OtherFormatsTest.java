package io.zaaky.ingestion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.Document;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the real program in its process. */
final class OtherFormatsTest {
    private static final DocumentReader READER = RealReader.get();

    private static Document read(byte[] content, MediaKind kind) {
        return READER.read("folder/some-file", content, kind, "");
    }

    /** All chunks with their headings, as they would be read. */
    private static String all(Document document) {
        return document.chunks().stream()
                .map(chunk -> chunk.heading() + "\n" + chunk.text())
                .collect(Collectors.joining("\n\n"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] pdf(String text) {
        String page = "BT /F 12 Tf 72 500 Td (" + text + ") Tj ET";
        return bytes(
                """
                %%PDF-1.4
                1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
                2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
                3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>> endobj
                4 0 obj <</Length %d>> stream
                %s
                endstream endobj
                trailer <</Root 1 0 R>>
                """
                        .formatted(page.length(), page));
    }

    private static byte[] openDocument(String content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.setLevel(0);
            zip.putNextEntry(new ZipEntry("mimetype"));
            zip.write(bytes("application/vnd.oasis.opendocument.text"));
            zip.putNextEntry(new ZipEntry("content.xml"));
            zip.write(bytes(content));
        }
        return bytes.toByteArray();
    }

    @Test
    @Tag("ING-13")
    void theContentTellsWhatADocumentIsAndNotItsName() {
        for (MediaKind kind : MediaKind.values()) {
            assertEquals("\nBerths cost money.", all(read(pdf("Berths cost money."), kind)));
        }
        byte[] page = bytes("<!DOCTYPE html><title>Fees</title><nav>Menu</nav><p>Words");
        for (MediaKind kind :
                List.of(MediaKind.DOCUMENT, MediaKind.TEXT, MediaKind.CSV, MediaKind.MAIL)) {
            Document read = read(page, kind);
            assertEquals("Fees: \nWords", read.title() + ": " + all(read), kind::name);
        }
        assertEquals("\nJust words.", all(read(bytes("Just words."), MediaKind.DOCUMENT)));
    }

    @Test
    void headingsAndTablesOfAnOpenDocumentAreSplitLikeAPages() throws IOException {
        String cell = "<t:table-cell><x:p>%s</x:p></t:table-cell>";
        String header =
                cell.formatted("Boat") + cell.formatted("Summer") + cell.formatted("Winter");
        String row = cell.formatted("Dinghy") + cell.formatted("4") + cell.formatted("2");
        Document read =
                read(
                        openDocument(
                                "<o xmlns:x='x' xmlns:t='t'><x:h x:outline-level='1'>Fees</x:h>"
                                        + "<t:table><t:table-row>"
                                        + header
                                        + "</t:table-row><t:table-row>"
                                        + row
                                        + "</t:table-row></t:table></o>"),
                        MediaKind.DOCUMENT);
        assertEquals("Fees", read.title());
        assertEquals("\nBoat: Dinghy; Summer: 4; Winter: 2", all(read));
    }

    @Test
    void theFirstLineOfCommaSeparatedValuesNamesTheColumns() {
        String csv = "Berth;Price\r\nNorth;\"12; or \"\"more\"\"\"\r\n\r\nSouth;\"two\nlines\"\r\n";
        assertEquals(
                "\nBerth: North; Price: 12; or \"more\"\nBerth: South; Price: two lines",
                all(read(bytes(csv), MediaKind.CSV)));
    }

    @Test
    void aMessageIsReadUnderItsSubject() {
        Document read =
                read(
                        bytes("Subject: Closed\r\nFrom: a@b.example\r\n\r\nUntil May."),
                        MediaKind.MAIL);
        assertEquals("Closed", read.title());
        assertEquals("\nFrom: a@b.example\n\nUntil May.", all(read));
    }

    @Test
    void scriptsInADocumentAreNoText() throws IOException {
        byte[] mail =
                bytes("Subject: S\nContent-Type: text/html\n\n<p>a</p><script>alert(1)</script>");
        assertEquals("\na", all(read(mail, MediaKind.MAIL)));
    }

    @Test
    void anArchiveIsRefusedByItsName() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("../../x.txt"));
        }
        var e =
                assertThrows(
                        UnreadableDocumentException.class,
                        () -> read(bytes.toByteArray(), MediaKind.DOCUMENT));
        assertEquals("It is an archive (zip), which is not unpacked.", e.getMessage());
    }

    @Test
    @Tag("ING-10")
    void tenMegabytesOfOneWordAreReadInPiecesThatFit() {
        Document read =
                read(
                        bytes("Subject: S\nContent-Type: text/html\n\n" + "a".repeat(10 << 20)),
                        MediaKind.MAIL);
        assertEquals(
                10 << 20, read.chunks().stream().mapToInt(chunk -> chunk.text().length()).sum());
        assertTrue(read.chunks().stream().allMatch(chunk -> chunk.text().length() < 2000));
    }

    @Test
    @Tag("ING-12")
    void inAFolderABadDocumentStopsNoOther(@TempDir Path folder) throws Exception {
        Files.write(folder.resolve("a.pdf"), bytes("%PDF-1.7 and nothing else"));
        Files.write(folder.resolve("b.pdf"), pdf("Fine."));
        Files.write(folder.resolve("c.docx"), new byte[] {'P', 'K', 3, 4, 0, 0});
        Files.write(folder.resolve("d.md"), bytes("Fine too."));
        List<String> told = Collections.synchronizedList(new ArrayList<>());
        var source = new PathSource(folder, 1 << 20, READER, Clock.systemUTC());
        source.look()
                .deliver(
                        new DocumentSink() {
                            @Override
                            public boolean has(String id) {
                                return false;
                            }

                            @Override
                            public void looked() {}

                            @Override
                            public boolean changed(Document document, long bytes) {
                                told.add(document.id());
                                return true;
                            }

                            @Override
                            public void gone(String id) {}

                            @Override
                            public void failed(SourceProblem problem) {
                                told.add(problem.id() + ": " + problem.reason());
                            }
                        });
        assertEquals(4, told.size(), told::toString);
        assertTrue(
                told.contains("a.pdf: It looks like a PDF file, but is damaged."), told::toString);
        assertTrue(told.contains("b.pdf") && told.contains("d.md"), told::toString);
    }
}
