package io.zaaky.document.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class HostileDocumentTest {
    private static final Limits ENOUGH = Read.limits(1_000_000);
    private static final String W =
            "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">";

    /** The limit is only there for what would never end. */
    private static String outcome(byte[] content) {
        return assertTimeoutPreemptively(
                Duration.ofMinutes(1),
                () -> {
                    try {
                        return DocumentParser.parse(content, "", ENOUGH).xhtml();
                    } catch (Refusal e) {
                        return String.valueOf(e.getMessage());
                    }
                });
    }

    static Stream<byte[]> samples() {
        return Stream.of(
                Samples.handbook(),
                Samples.word(),
                Samples.slides(),
                Samples.sheets(),
                Samples.book(),
                Samples.lockedWord(),
                Samples.openDocument("text", "<text:p>words</text:p>"));
    }

    @ParameterizedTest
    @Tag("ING-12")
    @MethodSource("samples")
    void aDocumentThatBreaksOffAnywhereIsReadOrRefused(byte[] whole) {
        for (int part = 0; part < 20; part++) {
            String outcome = outcome(Arrays.copyOf(whole, whole.length * part / 20));
            assertTrue(outcome.endsWith(".") || outcome.contains("<"), outcome);
        }
    }

    @ParameterizedTest
    @Tag("ING-12")
    @MethodSource("samples")
    void aDocumentWithWrongBytesAnywhereIsReadOrRefused(byte[] whole) {
        var random = new java.util.Random(5);
        for (int i = 0; i < 20; i++) {
            byte[] damaged = whole.clone();
            for (int n = 0; n < 20; n++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            String outcome = outcome(damaged);
            assertTrue(outcome.endsWith(".") || outcome.contains("<"), outcome);
        }
    }

    @Test
    @Tag("ING-11")
    void entitiesOfADocumentsOwnAreNeitherFetchedNorMultiplied(@TempDir Path folder)
            throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "SENTINEL");
        try (var canary = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String web = "http://127.0.0.1:" + canary.getLocalPort() + "/x";
            for (String target : new String[] {web, secret.toUri().toString()}) {
                String type =
                        "<!DOCTYPE d SYSTEM \""
                                + web
                                + "\" [<!ENTITY x SYSTEM \""
                                + target
                                + "\"> <!ENTITY % y SYSTEM \""
                                + target
                                + "\"> %y;]>";
                assertHarmless(type, "&x;");
            }
            canary.setSoTimeout(200);
            assertThrows(
                    SocketTimeoutException.class,
                    () -> {
                        Socket asked = canary.accept();
                        asked.close();
                    },
                    "somebody was asked");
        }
        var laughs = new StringBuilder("<!DOCTYPE d [<!ENTITY e0 \"lol\">");
        for (int i = 1; i < 12; i++) {
            laughs.append("<!ENTITY e" + i + " \"" + ("&e" + (i - 1) + ";").repeat(10) + "\">");
        }
        assertHarmless(laughs + "]>", "&e11;");
    }

    private static void assertHarmless(String type, String entity) {
        String inWord = W + "<w:body><w:p><w:r><w:t>a" + entity + "</w:t></w:r></w:p></w:body>";
        assertHarmless(Samples.wordOf(type + inWord + "</w:document>"));
        assertHarmless(
                Samples.zip(
                        Map.of(
                                "content.xml",
                                type + "<o><text:p xmlns:text='t'>a" + entity + "</text:p></o>"),
                        "application/vnd.oasis.opendocument.text"));
        assertHarmless(
                Samples.zip(
                        Map.of(
                                "META-INF/container.xml",
                                type + "<rootfile full-path='" + entity + "'/>"),
                        "application/epub+zip"));
    }

    private static void assertHarmless(byte[] content) {
        String outcome = outcome(content);
        assertFalse(outcome.contains("SENTINEL"), outcome);
        assertTrue(outcome.length() < 1000, "it has not grown");
    }

    @Test
    @Tag("ING-10")
    void whatUnpacksToFarMoreIsRefused() {
        String bomb = W + "<w:body><w:p><w:r><w:t>" + "a".repeat(20 << 20);
        String outcome = outcome(Samples.wordOf(bomb));
        assertTrue(outcome.startsWith("It ") && outcome.endsWith("."), outcome);
        assertEquals(
                "It is too large when it is unpacked.",
                outcome(Samples.bomb("application/vnd.oasis.opendocument.text")));
    }

    @Test
    @Tag("ING-10")
    void moreTextThanIsTakenIsRefused() {
        String rows =
                "<table:table-row><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>";
        String content =
                "<o xmlns:table='a' xmlns:text='t'><table:table>"
                        + rows.repeat(200_000)
                        + "</table:table></o>";
        assertEquals(
                "It has more text than is taken: at most 1000000 characters.",
                outcome(
                        Samples.zip(
                                Map.of("content.xml", content),
                                "application/vnd.oasis.opendocument.spreadsheet")));
    }

    @Test
    @Tag("ING-12")
    void deepNestingIsReadOrRefused() {
        for (int depth : new int[] {100, 100_000}) {
            String items = "<text:list-item>".repeat(depth) + "<text:p>deep</text:p>";
            String odt = "<o xmlns:text='t'>" + items + "</text:list-item>".repeat(depth) + "</o>";
            String outcome =
                    outcome(
                            Samples.zip(
                                    Map.of("content.xml", odt),
                                    "application/vnd.oasis.opendocument.text"));
            assertTrue(outcome.contains("deep") || outcome.endsWith("."), outcome);
        }
        String word = W + "<w:body>" + "<w:tbl><w:tr><w:tc>".repeat(20_000) + "<w:p/></w:document>";
        assertTrue(outcome(Samples.wordOf(word)).endsWith("."));
    }

    @Test
    @Tag("ING-09")
    void whatLiesInAnArchiveIsNotUnpackedWhateverItsNameIs() {
        for (String name : new String[] {"../../x", "/etc/x", "a/../../x"}) {
            assertEquals(
                    "It is an archive (zip), which is not unpacked.",
                    outcome(Samples.zip(Map.of(name, "text"), "")));
        }
    }
}
