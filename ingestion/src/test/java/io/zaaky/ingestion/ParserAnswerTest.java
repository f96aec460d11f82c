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
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What comes from a process that a document may have taken over. */
final class ParserAnswerTest {
    private static final DocumentLimits FEW = new DocumentLimits(1000, 10, 1, 1, 1, 1, 1, 1, 1, 1);

    private static ParserAnswer answer(byte[] bytes) {
        try {
            return ParserAnswer.await(new DataInputStream(new ByteArrayInputStream(bytes)), FEW);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] whole(int chunks, String url) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeInt(0x5A41414B);
        out.writeInt(DocumentReader.version());
        out.writeByte(1);
        for (String text : new String[] {"Title", url, "hash"}) {
            text(out, text);
        }
        out.writeInt(chunks);
        for (int i = 0; i < chunks; i++) {
            text(out, "heading");
            text(out, "text");
            out.writeInt(4 * i);
            out.writeInt(4 * i + 4);
        }
        return bytes.toByteArray();
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
        assertEquals("Title https://a.example/ hash", read.title() + " " + read.url() + " hash");
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
    void whatIsCutOrWrongAnywhereIsAnAnswerWithinBoundsOrNone() throws IOException {
        byte[] whole = whole(10, "");
        for (int length = 9; length < whole.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(whole, length);
            assertThrows(IOException.class, () -> document(cut));
        }
        var random = new Random(4);
        for (int i = 0; i < 5000; i++) {
            byte[] odd = whole.clone();
            for (int n = 1 + random.nextInt(4); n > 0; n--) {
                odd[8 + random.nextInt(odd.length - 8)] = (byte) random.nextInt(256);
            }
            try {
                Document read = document(odd);
                assertTrue(read.chunks().size() <= 10, () -> read.chunks().size() + " chunks");
            } catch (IOException | UnreadableDocumentException e) {
                assertTrue(e.getMessage() == null || e.getMessage().length() < 20_000, "bounded");
            }
        }
    }
}
