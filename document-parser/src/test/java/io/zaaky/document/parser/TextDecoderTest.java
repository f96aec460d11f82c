package io.zaaky.document.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextDecoderTest {
    private static final String WORDS = "Gebühr für Größe: 5 €";

    @Test
    void utf8IsReadWithAndWithoutAMark() {
        assertEquals(WORDS, decode(WORDS.getBytes(StandardCharsets.UTF_8)));
        assertEquals(WORDS, decode(("\uFEFF" + WORDS).getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void utf16IsReadByItsMark() {
        assertEquals(WORDS, decode(("\uFEFF" + WORDS).getBytes(StandardCharsets.UTF_16LE)));
        assertEquals(WORDS, decode(("\uFEFF" + WORDS).getBytes(StandardCharsets.UTF_16BE)));
    }

    @Test
    void whatIsNotUtf8IsWindows1252() {
        assertEquals(WORDS, decode(WORDS.getBytes(Charset.forName("windows-1252"))));
    }

    @Test
    void aPageThatIsNotUtf8IsReadAsItDeclares() {
        String page = "<meta charset=\"koi8-r\"><p>Паром";
        assertEquals(page, declared(page.getBytes(Charset.forName("KOI8-R"))));
    }

    @Test
    void aWrongDeclarationDoesNotSpoilUtf8() {
        String page = "<meta charset=latin1><p>" + WORDS;
        assertEquals(page, declared(page.getBytes(StandardCharsets.UTF_8)));
        byte[] latin = "<meta charset=no/such><p>ü".getBytes(StandardCharsets.ISO_8859_1);
        assertEquals("<meta charset=no/such><p>ü", declared(latin));
    }

    @Test
    void lineEndsBecomeOneAndUnseenCharactersGo() {
        assertEquals("a\nb\nc\nd\n\ne", text("a\r\nb\rc\nd\r\r\ne"));
        String tags = new StringBuilder().appendCodePoint(0xE0041).toString();
        String longText = "Long enough that two of them are no sign of something binary. ";
        assertEquals(
                longText + "abcdef",
                text(longText + "a\u0000b\u200Bc\u202Ed\u00ADe\u0007" + tags + "f"));
        assertEquals("שלום\u200Dعالم", text("שלום\u200Dعالم"));
    }

    @Test
    void lettersAreComposed() {
        assertEquals("é", text("e\u0301"));
    }

    @Test
    void binaryContentIsRefusedWhateverItIsCalled() {
        var random = new byte[50_000];
        new Random(7).nextBytes(random);
        assertTrue(TextDecoder.textOf(random, "", false).isEmpty());
        assertTrue(TextDecoder.textOf(new byte[1], "", false).isEmpty());
        for (String magic : new String[] {"%PDF-1.7 text", "PK\u0003\u0004text", "GIF89a"}) {
            byte[] bytes = magic.getBytes(StandardCharsets.ISO_8859_1);
            assertTrue(TextDecoder.textOf(bytes, "", false).isEmpty(), magic);
        }
    }

    @Test
    void everyByteSequenceIsReadOrRefusedAndNothingElse() {
        var random = new Random(11);
        for (int i = 0; i < 2000; i++) {
            var bytes = new ByteArrayOutputStream();
            for (int n = random.nextInt(60); n > 0; n--) {
                bytes.write(
                        random.nextInt(4) == 0 ? random.nextInt(256) : 'a' + random.nextInt(26));
            }
            TextDecoder.textOf(bytes.toByteArray(), "", false)
                    .ifPresent(
                            text ->
                                    assertEquals(
                                            text,
                                            CleanText.of(text),
                                            "cleaning is done once and for all"));
        }
    }

    private static String text(String text) {
        return decode(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(byte[] bytes) {
        return TextDecoder.textOf(bytes, "", false).orElseThrow();
    }

    private static String declared(byte[] bytes) {
        return TextDecoder.textOf(bytes, "", true).orElseThrow();
    }
}
