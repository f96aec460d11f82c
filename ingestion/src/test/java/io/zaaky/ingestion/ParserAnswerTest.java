package io.zaaky.ingestion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.Document;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What comes from a process that a document may have taken over. */
final class ParserAnswerTest {
    private static final DocumentLimits FEW = new DocumentLimits(1000, 10, 1, 1, 1, 1, 1, 1, 1, 1);

    private static ParserAnswer answer(byte[] bytes) throws IOException {
        return ParserAnswer.await(new DataInputStream(new ByteArrayInputStream(bytes)), FEW);
    }

    private static byte[] whole(int chunks, String url) throws IOException {
        return whole(chunks, url, "hash", "text");
    }

    private static byte[] whole(int chunks, String url, String hash, String text)
            throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        begin(out, 1);
        for (String each : new String[] {"Title", url, hash}) {
            text(out, each);
        }
        out.writeInt(chunks);
        for (int i = 0; i < chunks; i++) {
            text(out, "heading");
            text(out, text);
            out.writeInt(4 * i);
            out.writeInt(4 * i + 4);
        }
        return bytes.toByteArray();
    }

    private static void begin(DataOutputStream out, int success) throws IOException {
        out.writeInt(0x5A41414B);
        out.writeInt(DocumentReader.version());
        out.writeByte(success);
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static Document document(byte[] bytes) throws IOException {
        ParserAnswer answer = answer(bytes);
        answer.refuse();
        return answer.document("id");
    }

    @Test
    void aDocumentComesAsItWasSent() throws IOException {
        Document read = document(whole(2, "https://a.example/"));
        assertEquals(
                "Title https://a.example/ hash",
                read.title() + " " + read.url() + " " + read.hash());
        assertEquals("text", read.chunks().get(1).text());
        assertEquals(4, read.chunks().get(1).start());
    }

    @Test
    @Tag("ING-12")
    void anAddressThatIsNoneIsNotPassedOn() throws IOException {
        assertEquals("", document(whole(1, "javascript:alert(1)")).url());
    }

    @Test
    @Tag("ING-12")
    void moreThanTheLimitIsNoAnswer() throws IOException {
        assertEquals(10, document(whole(10, "")).chunks().size());
        byte[] many = whole(11, "");
        assertThrows(IOException.class, () -> document(many));
    }

    @Test
    @Tag("ING-12")
    void aRefusalIsOneLineAndNeverEmpty() throws IOException {
        assertEquals("It says no.", refusal(" It\nsays\u0007 \tno. "));
        assertThrows(IOException.class, () -> document(refused(" \n")));
        assertThrows(IOException.class, () -> document(refused("x".repeat(10_001))));
    }

    private static String refusal(String sentence) throws IOException {
        byte[] refused = refused(sentence);
        return String.valueOf(
                assertThrows(UnreadableDocumentException.class, () -> document(refused))
                        .getMessage());
    }

    private static byte[] refused(String sentence) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        begin(out, 0);
        text(out, sentence);
        return bytes.toByteArray();
    }

    @Test
    @Tag("ING-12")
    void whatTheIndexOrTheFileOfReadingsCouldNotKeepIsNoAnswer() throws IOException {
        for (String hash : List.of("", "a\tb", "a\nb", "x".repeat(101))) {
            byte[] odd = whole(1, "", hash, "text");
            assertThrows(IOException.class, () -> document(odd), hash);
        }
        for (String text : List.of("", " \n", "a\u0000b")) {
            byte[] odd = whole(1, "", "hash", text);
            assertThrows(IOException.class, () -> document(odd), text);
        }
    }

    @Test
    @Tag("ING-12")
    void anAnswerThatIsCutAnywhereIsNone() throws IOException {
        byte[] whole = whole(10, "https://a.example/");
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThrows(IOException.class, () -> document(cut), "of " + length + " bytes");
        }
    }

    /** Whole answers with wrong bytes, and bytes that were never one. */
    @Test
    @Tag("ING-12")
    void whateverTheBytesAreTheyAreAnAnswerWithinBoundsOrNone() throws IOException {
        var random = new Random(4);
        byte[] whole = whole(10, "https://a.example/");
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] odd = i % 2 == 0 ? damaged(whole, random) : noise(random);
            String seen = "case " + i + ", " + HexFormat.of().formatHex(odd);
            try {
                assertWithinBounds(document(odd), seen);
                read++;
            } catch (UnreadableDocumentException e) {
                int length = String.valueOf(e.getMessage()).length();
                assertTrue(length > 0 && length <= 10_000, seen);
            } catch (IOException e) {
                // none
            }
            try {
                ParserAnswer answer = answer(odd);
                answer.refuse();
                answer.markup();
            } catch (IOException | UnreadableDocumentException e) {
                // none
            }
        }
        assertTrue(read > 1000, "only " + read + " were answers");
    }

    private static void assertWithinBounds(Document read, String seen) {
        int characters =
                read.chunks().stream()
                        .mapToInt(c -> c.heading().length() + c.text().length())
                        .sum();
        assertTrue(read.chunks().size() <= 10, seen);
        assertTrue(characters <= 3000, seen);
        assertTrue(read.title().length() <= 10_000, seen);
    }

    private static byte[] damaged(byte[] whole, Random random) {
        byte[] odd = whole.clone();
        for (int n = 1 + random.nextInt(4); n > 0; n--) {
            odd[random.nextInt(odd.length)] = (byte) random.nextInt(256);
        }
        return odd;
    }

    /** It begins as an answer does, or it would be dropped at once. */
    private static byte[] noise(Random random) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        begin(out, random.nextInt(2));
        for (int n = random.nextInt(60); n > 0; n--) {
            switch (random.nextInt(4)) {
                case 0 -> out.writeInt(random.nextInt(12));
                case 1 -> out.writeInt(random.nextInt());
                case 2 -> text(out, "x".repeat(random.nextInt(2000)));
                default -> out.writeByte(random.nextInt(256));
            }
        }
        return bytes.toByteArray();
    }
}
