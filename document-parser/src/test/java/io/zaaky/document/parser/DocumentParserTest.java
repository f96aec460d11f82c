package io.zaaky.document.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class DocumentParserTest {
    private static final Limits ENOUGH = Read.limits(1_000_000);

    private static Parsed parse(byte[] content) {
        return DocumentParser.parse(content, "", ENOUGH);
    }

    private static String xhtml(byte[] content) {
        return parse(content).xhtml().replace("\n", "");
    }

    private static String refusal(byte[] content) {
        return String.valueOf(assertThrows(Refusal.class, () -> parse(content)).getMessage());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void aPdfsLinesAreParagraphsAndWhatIsOnEveryPageGoes() {
        Parsed read = parse(Samples.handbook());
        assertEquals("", read.title(), "what a program put there is no title");
        String text = read.xhtml().replace("\n", "");
        assertTrue(
                text.startsWith(
                        "<h2>Chapter 1</h2><p>The office opens at eight in the morning and closes"
                                + " at six. On Sundays call the emergency number.</p><p>A permit"
                                + " of kind 1 costs forty euros a year.</p><ul><li>umbrellas</li>"
                                + "<li>gloves</li></ul><h2>Chapter 2</h2>"),
                text);
        assertFalse(text.contains("handbook"), text);
        assertFalse(text.contains("of 4"), text);
    }

    @Test
    void columnsOfProseAreReadOneAfterTheOther() {
        String text = xhtml(Samples.columns());
        assertTrue(text.startsWith("<h1>A title across both of the columns</h1><p>left 0"), text);
        assertTrue(text.indexOf("left 11") < text.indexOf("right 0"), text);
    }

    @Test
    void aPdfWithoutTextIsSaidToBeScanned() {
        assertEquals(
                "It has no text: perhaps it was scanned, and text in pictures is not read.",
                refusal(Samples.scanned()));
    }

    @Test
    void whatIsBehindAPasswordIsRefusedAndWhatIsOnlyGuardedFromChangesIsRead() {
        assertEquals("It is protected by a password.", refusal(Samples.encrypted("secret")));
        assertEquals("It is protected by a password.", refusal(Samples.lockedWord()));
        assertEquals("<p>Behind a lock.</p>", xhtml(Samples.encrypted("")));
    }

    @Test
    void aWordDocumentHasItsHeadingsAndTables() {
        assertEquals("Fees & rules", parse(Samples.word()).title());
        assertEquals(
                "<h1>Fees</h1><p>A berth costs 12 euros a night.</p><h2>Boats</h2><table>"
                        + "<tr><th>Boat</th><th>Summer</th><th>Winter</th></tr>"
                        + "<tr><td>Dinghy</td><td>4</td><td>2</td></tr></table>",
                xhtml(Samples.word()));
    }

    @Test
    void eachSlideIsUnderItsTitle() {
        assertEquals(
                "<h2>Title 1</h2><p>first of 1</p><p>second of 1</p>"
                        + "<h2>Title 2</h2><p>first of 2</p><p>second of 2</p>",
                xhtml(Samples.slides()));
    }

    @Test
    void eachSheetIsUnderItsNameAndItsFirstFullRowNamesTheColumns() {
        assertEquals(
                "<h2>Fares</h2><p>All prices in euros</p><table><tr><th>Route</th><th>Price</th>"
                        + "</tr><tr><td>North</td><td>4</td></tr></table>",
                xhtml(Samples.sheets()));
    }

    @Test
    void anOpenDocumentTextHasHeadingsListsAndTables() {
        byte[] text =
                Samples.openDocument(
                        "text",
                        "<office:text><text:h text:outline-level='2'>Rules</text:h>"
                                + "<text:p>Some<text:s/>text<text:note><text:note-body><text:p>a"
                                + " note</text:p></text:note-body></text:note></text:p>"
                                + "<text:list><text:list-item><text:p>one</text:p></text:list-item>"
                                + "</text:list><table:table><table:table-header-rows>"
                                + "<table:table-row><table:table-cell><text:p>A</text:p>"
                                + "</table:table-cell></table:table-row></table:table-header-rows>"
                                + "<table:table-row><table:table-cell><text:p>1</text:p>"
                                + "</table:table-cell></table:table-row></table:table>"
                                + "</office:text>");
        assertEquals("Rules of 2026", parse(text).title());
        assertEquals(
                "<h2>Rules</h2><p>Some text (a note)</p><ul><li>one</li></ul>"
                        + "<table><tr><th>A</th></tr><tr><td>1</td></tr></table>",
                xhtml(text));
    }

    @Test
    void openDocumentSheetsAndSlidesHaveTheirNames() {
        String cell = "<table:table-cell><text:p>%s</text:p></table:table-cell>";
        String row =
                "<table:table-row>"
                        + cell.formatted("a")
                        + cell.formatted("b")
                        + "</table:table-row>";
        assertEquals(
                "<h2>Fares</h2><table><tr><th>a</th><th>b</th></tr><tr><td>a</td><td>b</td></tr>"
                        + "</table>",
                xhtml(
                        Samples.openDocument(
                                "spreadsheet",
                                "<office:spreadsheet><table:table table:name='Fares'>"
                                        + row
                                        + row
                                        + "</table:table></office:spreadsheet>")));
        assertEquals(
                "<h2>Welcome</h2><p>aboard</p>",
                xhtml(
                        Samples.openDocument(
                                "presentation",
                                "<office:presentation><draw:page><draw:frame"
                                        + " presentation:class='title'><text:p>Welcome</text:p>"
                                        + "</draw:frame><draw:frame><text:p>aboard</text:p>"
                                        + "</draw:frame></draw:page></office:presentation>")));
    }

    @Test
    void aBookIsReadChapterByChapter() {
        assertEquals("The Book", parse(Samples.book()).title());
        assertEquals(
                "<h1>First</h1><p>words</p><h1>Second</h1><p>last&nbsp;words</p>",
                xhtml(Samples.book()));
    }

    @Test
    void aRichTextIsRead() {
        assertEquals(
                "<p>Hello world</p><p>Second €</p>",
                xhtml(
                        bytes(
                                "{\\r"
                                    + "tf1\\ansi{\\fonttbl{\\f0 Arial;}}\\f0 Hello {\\b world}\\par"
                                    + " Second \\u8364?\\par}")));
    }

    @Test
    void ofAMessageThePlainTextIsReadUnderItsSubject() {
        byte[] mail =
                bytes(
                        """
                        From: Ann <ann@harbor.example>
                        Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=
                        Date: Mon, 23 Nov 2026 10:00:00 +0000
                        MIME-Version: 1.0
                        Content-Type: multipart/alternative; boundary=b

                        --b
                        Content-Type: text/html

                        <p>not this</p>
                        --b
                        Content-Type: text/plain

                        The office is closed.

                        See you.
                        --b--
                        """);
        Parsed read = DocumentParser.parse(mail, "message/rfc822", ENOUGH);
        assertEquals("Grüße", read.title());
        assertTrue(
                read.xhtml()
                        .replace("\n", "")
                        .endsWith("2026, 10:00 UTC</p><p>The office is closed.</p><p>See you.</p>"),
                read::xhtml);
    }

    @Test
    void aMessageOfHtmlAloneIsReadAndAttachmentsAreNot() {
        byte[] mail =
                bytes(
                        """
                        Subject: Hi
                        Content-Type: multipart/mixed; boundary=b

                        --b
                        Content-Type: text/plain
                        Content-Disposition: attachment; filename=a.txt

                        attached
                        --b
                        Content-Type: text/html

                        <p>this</p>
                        --b--
                        """);
        assertEquals(
                "<h1>Hi</h1><p>this</p>",
                DocumentParser.parse(mail, "message/rfc822", ENOUGH).xhtml().replaceAll("\n", ""));
    }

    @Test
    @Tag("ING-13")
    void whatIsNoDocumentIsRefusedByItsName() {
        assertEquals(
                "It is an archive (zip), which is not unpacked.",
                refusal(Samples.zip(Map.of("a.txt", "text"), "")));
        assertEquals("It is a program (msdownload).", refusal(bytes("MZ" + "\0".repeat(200))));
        assertEquals(
                "It is a picture (png); text in pictures is not read.",
                refusal(bytes("\u0089PNG\r\n\u001A\n\0\0\0\rIHDR")));
        assertEquals("It is of no format that can be read.", refusal(bytes("\0\1\2\3\4")));
        assertEquals("It has no text.", refusal(new byte[0]));
        assertEquals("It is of no format that can be read.", refusal(new byte[1]));
    }
}
