package io.zaaky.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResponseReaderTest {
    private final List<String> lines = new ArrayList<>();
    private final ResponseReader reader =
            new ResponseReader(
                    (bytes, length) -> lines.add(new String(bytes, 0, length, US_ASCII)));

    @Test
    void aResponseIsReadAlikeWhereverItIsCut() {
        byte[] response = response("a: 1\nb", ": 2\n\nc", ": 3\n");
        for (int cut = 0; cut <= response.length; cut++) {
            lines.clear();
            var cutReader =
                    new ResponseReader(
                            (bytes, length) -> lines.add(new String(bytes, 0, length, US_ASCII)));
            cutReader.read(ByteBuffer.wrap(response, 0, cut));
            cutReader.read(ByteBuffer.wrap(response, cut, response.length - cut));
            assertEquals(List.of("a: 1", "b: 2", "", "c: 3"), lines, "cut at " + cut);
            assertTrue(cutReader.ended(), "no end when cut at " + cut);
            assertEquals(200, cutReader.status());
        }
    }

    @Test
    void aResponseWithoutItsLastChunkHasNotEnded() {
        byte[] response = response("a: 1\n");
        reader.read(ByteBuffer.wrap(response, 0, response.length - 5));
        assertEquals(List.of("a: 1"), lines);
        assertFalse(reader.ended());
    }

    @Test
    void aLineLongerThanTheFirstBufferIsKeptWhole() {
        String answer = "x".repeat(5000);
        reader.read(ByteBuffer.wrap(response(answer + "\n")));
        assertEquals(List.of(answer), lines);
    }

    private static byte[] response(String... chunks) {
        var text = new StringBuilder("HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n");
        for (String chunk : chunks) {
            text.append(Integer.toHexString(chunk.length())).append("\r\n");
            text.append(chunk).append("\r\n");
        }
        return text.append("0\r\n\r\n").toString().getBytes(US_ASCII);
    }
}
