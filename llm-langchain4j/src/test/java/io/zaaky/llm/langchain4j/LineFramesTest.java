package io.zaaky.llm.langchain4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LineFramesTest {
    private static List<String> read(InputStream in) throws IOException {
        var frames = new LineFrames(in);
        List<String> all = new ArrayList<>();
        while (frames.next()) {
            all.add(
                    new String(frames.bytes(), 0, frames.length(), UTF_8)
                            + (frames.whole() ? "" : " (cut)"));
        }
        return all;
    }

    @Test
    @Tag("UP-01")
    @Tag("UP-15")
    void everyCutGivesTheSameLines() throws IOException {
        byte[] bytes = "{\"a\":1}\n\n{\"é\":\"😀\"}\r\n{\"c\":3}\n{\"d\":4".getBytes(UTF_8);
        List<String> lines = List.of("{\"a\":1}", "{\"é\":\"😀\"}", "{\"c\":3}", "{\"d\":4 (cut)");
        assertEquals(lines, read(Pieces.single(bytes)), "byte by byte");
        for (int i = 1; i < bytes.length; i++) {
            assertEquals(lines, read(Pieces.cutAt(bytes, i)), "cut at " + i);
        }
    }

    @Test
    @Tag("UP-10")
    void aLineThatIsTooLongIsRefused() {
        var frames = new LineFrames(new ByteArrayInputStream(new byte[3 << 20]));
        assertThrows(ProtocolException.class, frames::next);
    }
}
